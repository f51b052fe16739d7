/** Work that was handed to a queue, as its handler sees it. */
export interface Job {
  /** The identity given to `publish`, or a generated one. */
  readonly id: string
  /** Whatever was published, after a trip through JSON. Input like any other: parse it. */
  readonly payload: unknown
  /** 1 for the first delivery. A delivery that a closing worker gave back does not count. */
  readonly attempt: number
  /** Aborts when the time limit is over or the worker closes. A handler that ignores it goes on unheard. */
  readonly signal: AbortSignal
}

export type JobHandler = (job: Job) => Promise<void>

export interface PublishOptions {
  /**
   * The identity of the work (1 to 200 characters). While a job with this id waits, also between two
   * attempts, publishing it again adds nothing. While it is active, one more run is queued behind it.
   */
  id?: string
  /** Not before this many milliseconds from now. */
  delayMs?: number
  /** Deliveries at most; default 3. The death of a worker uses up one. */
  attempts?: number
  /** Wait before the second attempt in milliseconds, doubled for each further one up to an hour; default 1000. */
  backoffMs?: number
}

export interface WorkOptions {
  /** Jobs this worker runs at the same time. */
  concurrency: number
  /** Limit for one attempt in milliseconds; passing it is a failure like any other. */
  timeoutMs: number
}

export interface FailedJob {
  readonly id: string
  readonly payload: unknown
  /** The message of the last error. */
  readonly reason: string
  readonly attempts: number
  readonly failedAt: Date
}

/**
 * Jobs and wake-ups between the processes of one instance. Delivery is at least once: a handler must be
 * safe to run twice. Two jobs of one id do not run at the same time. Queue names match
 * `[a-z][a-z0-9-]{0,62}`; a payload is a JSON value of at most 1 MiB. Failed jobs are kept for a week.
 */
export interface JobQueue extends AsyncDisposable {
  /** Resolves once the job is stored. */
  publish(queue: string, payload: unknown, options?: PublishOptions): Promise<void>

  /**
   * Resolves once the worker takes jobs. Disposing it aborts the signals of its jobs, waits for
   * them for some seconds, and gives back what did not finish: another worker gets it at once.
   */
  work(queue: string, handler: JobHandler, options: WorkOptions): Promise<AsyncDisposable>

  /** How many jobs wait (delayed ones and those between attempts included) or are active. */
  pending(queue: string): Promise<number>

  /** Jobs that are given up, the latest first, 100 at most. */
  failed(queue: string): Promise<FailedJob[]>

  /**
   * Tells every listener of the channel, in any process and in this one. A hint and no more: it may be
   * lost while a connection is down, so listeners also look for themselves from time to time.
   * The message has at most 4096 bytes of UTF-8.
   */
  wake(channel: string, message: string): Promise<void>

  /** Resolves once messages arrive; dispose the answer to stop listening. */
  onWake(channel: string, listener: (message: string) => void): Promise<Disposable>
}

/** What an implementation tells about faults that no caller waits for, such as a lost connection. */
export type QueueFaultListener = (fault: Error) => void
