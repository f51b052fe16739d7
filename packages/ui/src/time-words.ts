const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long ago, in the words of this product: `now`, `4 s ago`, `2 h ago`, `yesterday`, then the date. */
export function timeWords(at: string, now: number): string {
  const seconds = Math.round((now - Date.parse(at)) / 1000)
  if (seconds < 2) return 'now'
  if (seconds < MINUTE) return `${seconds} s ago`
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min ago`
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h ago`
  if (seconds < 2 * DAY) return 'yesterday'
  if (seconds < 7 * DAY) return `${Math.floor(seconds / DAY)} days ago`
  return dateWords(at)
}

/** `12 Nov 2026`, in UTC so that server and browser agree. */
export function dateWords(at: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(at))
}

/** `12 Nov 2026, 14:03:07 UTC`. */
export function exactTimeWords(at: string): string {
  const time = new Date(at).toISOString().slice(11, 19)
  return `${dateWords(at)}, ${time} UTC`
}
