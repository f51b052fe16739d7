import { exactTimeWords, timeWords } from './time-words.ts'

/** A time as people say it, with the exact one on hover. Rendered once: it does not tick. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  return (
    // Server and browser may render in different seconds.
    <time dateTime={at} title={exactTimeWords(at)} className={className} suppressHydrationWarning>
      {timeWords(at, Date.now())}
    </time>
  )
}
