import { type Oklch, parseOklch } from './oklch.ts'
import type { StillLook } from './steel-material.ts'

const GREY: Oklch = { l: 0.5, c: 0.01, h: 235, alpha: 1 }

/** The still's values under the theme in force. */
export function readStillLook(): StillLook {
  const style = getComputedStyle(document.documentElement)
  const number = (name: string, fallback: number) =>
    Number.parseFloat(style.getPropertyValue(name)) || fallback
  const colour = (name: string) => parseOklch(style.getPropertyValue(name)) ?? GREY
  return {
    min: number('--still-min', 0.5),
    step: number('--still-step', 0.04),
    material: colour('--still-material'),
    edge: colour('--still-edge'),
    shadow: colour('--still-shadow'),
    grid: colour('--line'),
  }
}

/** Calls back when the scheme changes, by the system or by the switch on the page. Returns how to stop. */
export function onThemeChange(changed: () => void): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)')
  const choice = new MutationObserver(changed)
  scheme.addEventListener('change', changed)
  choice.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => {
    scheme.removeEventListener('change', changed)
    choice.disconnect()
  }
}
