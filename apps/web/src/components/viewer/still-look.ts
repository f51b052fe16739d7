import type { Paint, StillLook } from './steel-material.ts'

/** The still's values under the theme in force. */
export function readStillLook(): StillLook {
  const style = getComputedStyle(document.documentElement)
  const number = (name: string, fallback: number) =>
    Number.parseFloat(style.getPropertyValue(name)) || fallback
  const [chroma = 0, hue = 0] = style.getPropertyValue('--still-material').trim().split(/\s+/).map(Number)
  const paint = createPaintReader()
  return {
    min: number('--still-min', 0.5),
    step: number('--still-step', 0.04),
    chroma,
    hue,
    edge: paint(style.getPropertyValue('--still-edge')),
    shadow: paint(style.getPropertyValue('--still-shadow')),
    grid: paint(style.getPropertyValue('--line')),
  }
}

/** The browser reads the colours: style sheets are rewritten on their way, and arrive in more than one notation. */
function createPaintReader(): (colour: string) => Paint {
  const canvas = document.createElement('canvas')
  canvas.width = 1
  canvas.height = 1
  const context = canvas.getContext('2d', { willReadFrequently: true })
  return (colour) => {
    if (!context) return { red: 0.5, green: 0.5, blue: 0.5, alpha: 1 }
    context.clearRect(0, 0, 1, 1)
    context.fillStyle = colour
    context.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data
    return { red: red / 255, green: green / 255, blue: blue / 255, alpha: alpha / 255 }
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
