/** Narrow no-break space: groups digits, and stands between a number and its unit. */
const THIN = '\u202f'
const MINUS = '\u2212'

/** Whole number with its digits in groups of three; four digits stay together, as typesetters do. */
export function formatCount(value: number): string {
  const digits = Math.abs(Math.trunc(value)).toString()
  const grouped = digits.length < 5 ? digits : digits.replace(/\B(?=(?:\d{3})+$)/g, THIN)
  return value < 0 ? MINUS + grouped : grouped
}

/** Bytes with all their digits in groups: for columns, where sizes are compared by eye. */
export function formatBytes(bytes: number): string {
  return Math.trunc(bytes)
    .toString()
    .replace(/\B(?=(?:\d{3})+$)/g, THIN)
}

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
  return rounded >= 10_000 ? formatCount(rounded) : rounded.toString()
}

/** `1 part`, `4 parts`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
