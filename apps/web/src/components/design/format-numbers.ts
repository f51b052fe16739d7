import { numberWords } from '@truss/ui/number-words'

/** Narrow no-break space: stands between a number and its unit. */
const THIN = '\u202f'

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** Size for people: decimal units, two figures below 10. */
export function formatSize(bytes: number): string {
  let value = bytes
  let unit = 0
  // 999.5 would be shown as 1000 of the smaller unit.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  const figures = unit === 0 || value >= 9.95 ? Math.round(value).toString() : value.toFixed(1)
  return `${figures}${THIN}${UNITS[unit]}`
}

/** Length in millimetres: one decimal below 100, none above. */
export function formatLength(mm: number): string {
  const rounded = mm >= 100 ? Math.round(mm) : Math.round(mm * 10) / 10
  return rounded >= 10_000 ? numberWords(rounded) : rounded.toString()
}

/** Volume of so many mm³, in cm³ from one of them on. */
export function formatVolume(mm3: number): string {
  if (mm3 < 1000) return `${Math.round(mm3)}${THIN}mm³`
  const cm3 = mm3 / 1000
  return `${cm3 < 100 ? cm3.toFixed(1) : numberWords(Math.round(cm3))}${THIN}cm³`
}
