import type { Job, JobHandler } from './job-queue.ts'
import { UnrecoverableJob } from './unrecoverable-job.ts'

/** How long a closing worker waits for its handlers to heed the signal. */
const CLOSE_GRACE_MS = 5000

export type Outcome =
  | { readonly kind: 'done' }
  /** The worker closes: the job goes back as if it had not been taken. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly error: Error; readonly final: boolean }

/**
 * Runs one attempt under its time limit and under `closing`, the worker's end. Never throws.
 * A handler that ignores its signal is left behind: its late answer counts for nothing.
 */
export async function runHandler(
  handler: JobHandler,
  job: Omit<Job, 'signal'>,
  { timeoutMs, closing }: { timeoutMs: number; closing: AbortSignal },
): Promise<Outcome> {
  const controller = new AbortController()
  const cut = Promise.withResolvers<Outcome>()
  const timeout = setTimeout(() => {
    const error = new Error(`timed out after ${timeoutMs} ms`)
    controller.abort(error)
    cut.resolve({ kind: 'failed', error, final: false })
  }, timeoutMs)
  let grace: NodeJS.Timeout | undefined
  const onClosing = (): void => {
    clearTimeout(timeout)
    controller.abort(new Error('the worker closes'))
    grace = setTimeout(() => cut.resolve({ kind: 'interrupted' }), CLOSE_GRACE_MS)
  }
  closing.addEventListener('abort', onClosing, { once: true })
  if (closing.aborted) onClosing()
  try {
    const attempt = async (): Promise<Outcome> => {
      try {
        await handler({ ...job, signal: controller.signal })
        return { kind: 'done' }
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown))
        if (error instanceof UnrecoverableJob) return { kind: 'failed', error, final: true }
        return closing.aborted ? { kind: 'interrupted' } : { kind: 'failed', error, final: false }
      }
    }
    return await Promise.race([attempt(), cut.promise])
  } finally {
    clearTimeout(timeout)
    clearTimeout(grace)
    closing.removeEventListener('abort', onClosing)
  }
}
