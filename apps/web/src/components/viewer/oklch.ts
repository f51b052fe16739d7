/** A colour as the tokens write it; hue in degrees, alpha 0 to 1. */
export interface Oklch {
  readonly l: number
  readonly c: number
  readonly h: number
  readonly alpha: number
}

/** Reads `oklch(0.33 0.014 240 / 0.2)`, and the bare `0.009 232` of a material (chroma, hue) with lightness 0. */
export function parseOklch(text: string): Oklch | undefined {
  const numbers = text.match(/-?\d*\.?\d+/g)?.map(Number) ?? []
  if (numbers.length === 2) return { l: 0, c: numbers[0] ?? 0, h: numbers[1] ?? 0, alpha: 1 }
  if (numbers.length < 3) return undefined
  const [l = 0, c = 0, h = 0, alpha = 1] = numbers
  return { l, c, h, alpha }
}

/** Linear-light sRGB, each 0 to 1 (Björn Ottosson's Oklab). */
export function linearOf({ l, c, h }: Oklch): [number, number, number] {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clamp = (value: number) => Math.min(1, Math.max(0, value))
  return [
    clamp(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
    clamp(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
    clamp(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short),
  ]
}
