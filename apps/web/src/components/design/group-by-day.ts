export interface Day<T> {
  /** `2026-11-12`, in UTC: the same for the server and every reader. */
  readonly day: string
  readonly items: readonly T[]
}

/** Neighbours of the same UTC day together, in the order given. */
export function groupByDay<T>(items: readonly T[], at: (item: T) => string): Day<T>[] {
  const days: { day: string; items: T[] }[] = []
  for (const item of items) {
    const day = at(item).slice(0, 10)
    const last = days.at(-1)
    if (last?.day === day) last.items.push(item)
    else days.push({ day, items: [item] })
  }
  return days
}

const DAY = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})

/** `Thursday, 12 November 2026` */
export function formatDay(day: string): string {
  return DAY.format(new Date(`${day}T00:00:00Z`)).replace(/^(\p{L}+) /u, '$1, ')
}
