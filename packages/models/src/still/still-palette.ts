import { oklchToRgb } from './oklch.ts'

export type StillScheme = 'light' | 'dark'

type Rgb = readonly [number, number, number]

/** The colours of a still; equal to the --still-* values of the design tokens. */
export interface StillPalette {
  /** From the deepest shade to the full light. */
  steps: readonly Rgb[]
  edge: Rgb
  shadow: Rgb
  /** Opacity of the ground shadow at its deepest. */
  shadowAlpha: number
}

/** Lightness steps of the one material, steel grey. */
export const STEPS = 12
const STEP = 0.0405
const CHROMA = 0.009
const HUE = 232

export const STILL_PALETTES: Record<StillScheme, StillPalette> = {
  light: {
    steps: steelFrom(0.5),
    edge: oklchToRgb(0.33, 0.014, 240),
    shadow: oklchToRgb(0.3, 0.02, 240),
    shadowAlpha: 0.2,
  },
  dark: {
    steps: steelFrom(0.36),
    edge: oklchToRgb(0.155, 0.01, 240),
    shadow: oklchToRgb(0.08, 0.01, 240),
    shadowAlpha: 0.55,
  },
}

function steelFrom(darkest: number): Rgb[] {
  return Array.from({ length: STEPS }, (_, k) => oklchToRgb(darkest + k * STEP, CHROMA, HUE))
}
