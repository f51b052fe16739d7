import { expect, test, vi } from 'vitest'

interface SuiteJob {
  readonly id: string
  readonly payload: unknown
  readonly attempt: number
  readonly signal: AbortSignal
}

/** The port as the suite uses it. The test kit may not import adapters; the compiler compares the two at the call. */
interface SuiteQueue extends AsyncDisposable {
  publish(
    queue: string,
    payload: unknown,
    options?: { id?: string; delayMs?: number; attempts?: number; backoffMs?: number },
  ): Promise<void>
  work(
    queue: string,
    handler: (job: SuiteJob) => Promise<void>,
    options: { concurrency: number; timeoutMs: number },
  ): Promise<AsyncDisposable>
  pending(queue: string): Promise<number>
  failed(queue: string): Promise<{ id: string; payload: unknown; reason: string; attempts: number }[]>
  wake(channel: string, message: string): Promise<void>
  onWake(channel: string, listener: (message: string) => void): Promise<Disposable>
}

/** One backend, empty at first. */
export interface QueueBench extends AsyncDisposable {
  /** Another connection to the same backend, as another process would have. */
  connect(): Promise<SuiteQueue>
  /** The package's error that rules out further attempts. */
  unrecoverable(message: string): Error
}

const ONE = { concurrency: 1, timeoutMs: 10_000 }
const settled = (queue: SuiteQueue, name: string) =>
  vi.waitFor(async () => expect(await queue.pending(name)).toBe(0), { timeout: 15_000, interval: 20 })
const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 10 })

/** What every JobQueue must do; each implementation runs it on a real server with its own `open`. */
export function describeJobQueue(open: () => Promise<QueueBench>): void {
  test('a published job reaches its handler with identity, payload and attempt', async () => {
    await using bench = await open()
    await using queue = await bench.connect()
    const seen: unknown[] = []
    await queue.work(
      'render',
      async ({ id, payload, attempt }) => void seen.push({ id, payload, attempt }),
      ONE,
    )
    await queue.publish('render', { design: 'hinge' }, { id: 'render/hinge' })
    await settled(queue, 'render')
    expect(seen).toEqual([{ id: 'render/hinge', payload: { design: 'hinge' }, attempt: 1 }])
  })

  test('a job starts soon after it was published by another connection', async () => {
    await using bench = await open()
    await using sender = await bench.connect()
    await using receiver = await bench.connect()
    const starts: number[] = []
    await receiver.work('quick', async () => void starts.push(performance.now()), ONE)
    const waits: number[] = []
    for (let round = 0; round < 10; round += 1) {
      const from = performance.now()
      await sender.publish('quick', round)
      await until(() => expect(starts).toHaveLength(round + 1))
      waits.push((starts.at(-1) ?? Number.NaN) - from)
    }
    // The median, and far above what is usual: a machine under load must not fail here, a poll of a second must.
    expect(waits.toSorted((a, b) => a - b)[5]).toBeLessThan(250)
  })

  test('jobs published before there is a worker wait for it', async () => {
    await using bench = await open()
    await using queue = await bench.connect()
    for (let n = 0; n < 5; n += 1) await queue.publish('early', n)
    expect(await queue.pending('early')).toBe(5)
    const seen: unknown[] = []
    await queue.work('early', async ({ payload }) => void seen.push(payload), ONE)
    await settled(queue, 'early')
    expect(seen.toSorted()).toEqual([0, 1, 2, 3, 4])
  })

  test('the same id while waiting adds no second job, and other ids are not affected', async () => {
    await using bench = await open()
    await using queue = await bench.connect()
    await Promise.all(Array.from({ length: 8 }, () => queue.publish('mirror', 'a', { id: 'a' })))
    await queue.publish('mirror', 'b', { id: 'b' })
    expect(await queue.pending('mirror')).toBe(2)
    const seen: unknown[] = []
    await queue.work('mirror', async ({ payload }) => void seen.push(payload), ONE)
    await settled(queue, 'mirror')
    expect(seen.toSorted()).toEqual(['a', 'b'])
    await queue.publish('mirror', 'a', { id: 'a' })
    await settled(queue, 'mirror')
    expect(seen.toSorted()).toEqual(['a', 'a', 'b'])
  })

  test('the same id while active runs once more, after the active one', async () => {
    await using bench = await open()
    await using queue = await bench.connect()
    const gate = Promise.withResolvers<void>()
    let running = 0
    let most = 0
    let runs = 0
    const handler = async (): Promise<void> => {
      runs += 1
      running += 1
      most = Math.max(most, running)
      if (runs === 1) await gate.promise
      running -= 1
    }
    await queue.work('mirror', handler, { concurrency: 4, timeoutMs: 10_000 })
    await queue.publish('mirror', 1, { id: 'a' })
    await until(() => expect(runs).toBe(1))
    await queue.publish('mirror', 2, { id: 'a' })
    await queue.publish('mirror', 2, { id: 'a' })
    // Another job passes by, so the worker had its chance to take the twin.
    await queue.publish('mirror', 3, { id: 'b' })
    await until(() => expect(runs).toBe(2))
    gate.resolve()
    await settled(queue, 'mirror')
    await until(() => expect(runs).toBe(3))
    expect(most).toBe(2)
  })

  test('a failure is tried again after a growing wait, then kept with its reason', async () => {
    await using bench = await open()
    await using queue = await bench.connect()
    const starts: number[] = []
    const attempts: number[] = []
    const handler = async ({ attempt }: SuiteJob): Promise<void> => {
      starts.push(performance.now())
      attempts.push(attempt)
      throw new Error(`no luck at ${attempt}`)
    }
    await queue.work('flaky', handler, ONE)
    await queue.publish('flaky', 'x', { id: 'x', attempts: 3, backoffMs: 100 })
    await settled(queue, 'flaky')
    expect(attempts).toEqual([1, 2, 3])
    const [first = 0, second = 0, third = 0] = starts
    // A few milliseconds less: servers count in their own clock.
    expect(second - first).toBeGreaterThanOrEqual(90)
    expect(third - second).toBeGreaterThanOrEqual(190)
    expect(await queue.failed('flaky')).toMatchObject([
      { id: 'x', payload: 'x', reason: 'no luck at 3', attempts: 3 },
    ])
  })

  test('a job that waits for its next attempt is pending, and swallows its twins', async () => {
    await using bench = await open()
    await using queue = await bench.connect()
    let runs = 0
    const handler = async (): Promise<void> => {
      runs += 1
      throw new Error('down')
    }
    await queue.work('retry', handler, ONE)
    await queue.publish('retry', 1, { id: 'r', attempts: 2, backoffMs: 3_600_000 })
    await until(() => expect(runs).toBe(1))
    // The worker has one place: when it takes the marker, the first job is back in the queue.
    await queue.publish('retry', 'marker', { id: 'marker', attempts: 1 })
    await until(() => expect(runs).toBe(2))
    await queue.publish('retry', 2, { id: 'r' })
    await vi.waitFor(async () => expect(await queue.pending('retry')).toBe(1))
    expect(runs).toBe(2)
  })

  test('an unrecoverable job fails at once', async () => {
    await using bench = await open()
    await using queue = await bench.connect()
    let runs = 0
    const handler = async (): Promise<void> => {
      runs += 1
      throw bench.unrecoverable('unreadable payload')
    }
    await queue.work('parse', handler, ONE)
    await queue.publish('parse', null, { id: 'p', attempts: 9, backoffMs: 0 })
    await settled(queue, 'parse')
    expect(runs).toBe(1)
    expect(await queue.failed('parse')).toMatchObject([
      { id: 'p', reason: 'unreadable payload', attempts: 1 },
    ])
  })

  test('the time limit aborts the signal and counts as a failure', async () => {
    await using bench = await open()
    await using queue = await bench.connect()
    const reasons: string[] = []
    const handler = ({ signal }: SuiteJob): Promise<void> =>
      new Promise(() => signal.addEventListener('abort', () => reasons.push(String(signal.reason))))
    await queue.work('slow', handler, { concurrency: 1, timeoutMs: 100 })
    await queue.publish('slow', 1, { id: 's', attempts: 2, backoffMs: 0 })
    await settled(queue, 'slow')
    expect(reasons).toEqual(['Error: timed out after 100 ms', 'Error: timed out after 100 ms'])
    expect(await queue.failed('slow')).toMatchObject([
      { id: 's', reason: 'timed out after 100 ms', attempts: 2 },
    ])
  })

  test('a worker runs as many jobs at a time as it was told, and no more', async () => {
    await using bench = await open()
    await using queue = await bench.connect()
    let running = 0
    let most = 0
    const gate = Promise.withResolvers<void>()
    const handler = async (): Promise<void> => {
      running += 1
      most = Math.max(most, running)
      if (running === 3) gate.resolve()
      await gate.promise
      running -= 1
    }
    for (let n = 0; n < 12; n += 1) await queue.publish('many', n)
    await queue.work('many', handler, { concurrency: 3, timeoutMs: 10_000 })
    await until(() => expect(most).toBe(3))
    await settled(queue, 'many')
    expect(most).toBe(3)
  })

  test('two workers share a queue and no job runs twice', async () => {
    await using bench = await open()
    await using left = await bench.connect()
    await using right = await bench.connect()
    const seen: unknown[] = []
    const both = new Set<string>()
    const met = Promise.withResolvers<void>()
    const as =
      (name: string) =>
      async ({ payload }: SuiteJob) => {
        seen.push(payload)
        both.add(name)
        if (both.size === 2) met.resolve()
        await met.promise
      }
    await left.work('shared', as('left'), ONE)
    await right.work('shared', as('right'), ONE)
    await Promise.all(Array.from({ length: 20 }, (_, n) => left.publish('shared', n)))
    await settled(left, 'shared')
    expect(seen.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 20 }, (_, n) => n))
    expect(both).toEqual(new Set(['left', 'right']))
  })

  test('a worker that closes in the middle gives its job back, and no attempt is lost', async () => {
    await using bench = await open()
    await using queue = await bench.connect()
    const started = Promise.withResolvers<void>()
    const handler = ({ signal }: SuiteJob): Promise<void> => {
      started.resolve()
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    }
    const first = await bench.connect()
    await first.work('long', handler, ONE)
    await queue.publish('long', 'work', { id: 'l', attempts: 1 })
    await started.promise
    await first[Symbol.asyncDispose]()
    expect(await queue.pending('long')).toBe(1)
    const seen: unknown[] = []
    await queue.work('long', async ({ id, attempt }) => void seen.push([id, attempt]), ONE)
    await settled(queue, 'long')
    expect(seen).toEqual([['l', 1]])
  })

  test('a job that finishes while its worker closes is done', async () => {
    await using bench = await open()
    await using queue = await bench.connect()
    const started = Promise.withResolvers<void>()
    const handler = ({ signal }: SuiteJob): Promise<void> => {
      started.resolve()
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
    }
    const worker = await queue.work('last', handler, ONE)
    await queue.publish('last', 'work')
    await started.promise
    await worker[Symbol.asyncDispose]()
    expect(await queue.pending('last')).toBe(0)
    expect(await queue.failed('last')).toEqual([])
  })

  test('a delayed job waits for its time', async () => {
    await using bench = await open()
    await using queue = await bench.connect()
    const seen: unknown[] = []
    let delayedAt = 0
    const handler = async ({ payload }: SuiteJob): Promise<void> => {
      seen.push(payload)
      if (payload === 'later') delayedAt = performance.now()
    }
    await queue.work('timed', handler, ONE)
    const from = performance.now()
    await queue.publish('timed', 'later', { delayMs: 400 })
    await queue.publish('timed', 'now')
    await settled(queue, 'timed')
    expect(seen).toEqual(['now', 'later'])
    expect(delayedAt - from).toBeGreaterThanOrEqual(390)
    expect(delayedAt - from).toBeLessThan(4000)
  })

  test('a wake-up reaches the listeners of its channel on every connection, and nobody else', async () => {
    await using bench = await open()
    await using sender = await bench.connect()
    await using receiver = await bench.connect()
    const heard: string[] = []
    const mute: string[] = []
    await receiver.onWake('feed', (message) => heard.push(`receiver ${message}`))
    await sender.onWake('feed', (message) => heard.push(`sender ${message}`))
    await receiver.onWake('feeds', (message) => mute.push(message))
    const gone = await receiver.onWake('feed', (message) => mute.push(message))
    gone[Symbol.dispose]()
    const message = `7 \u0000 "quoted" ü 🔩 ${'\u0001'.repeat(2000)}`
    await sender.wake('feed', message)
    await until(() => expect(heard.toSorted()).toEqual([`receiver ${message}`, `sender ${message}`]))
    expect(mute).toEqual([])
    await expect(sender.wake('feed', 'x'.repeat(5000))).rejects.toThrow(RangeError)
  })

  test.each([
    ['nothing', null],
    ['letters of many scripts', { text: 'Ünï 漢字 🔩 \u202e rtl', "quote'": '"; DROP TABLE job; --' }],
    ['control characters and half a surrogate pair', ['\u0000\u0007\u001b', '\ud800']],
    ['100 KB', 'ß'.repeat(51_200)],
    ['keys that name prototypes', JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}')],
  ])('a payload of %s arrives unchanged, also after a failure', async (_name, payload) => {
    await using bench = await open()
    await using queue = await bench.connect()
    const seen: unknown[] = []
    const handler = async (job: SuiteJob): Promise<void> => {
      seen.push(job.payload)
      throw new Error(`cannot use ${JSON.stringify(job.payload).slice(0, 100)} \u0000`)
    }
    await queue.work('hostile', handler, ONE)
    await queue.publish('hostile', payload, { attempts: 2, backoffMs: 0 })
    await settled(queue, 'hostile')
    expect(seen).toEqual([payload, payload])
    expect((await queue.failed('hostile')).map((job) => job.payload)).toEqual([payload])
  })

  test('what cannot be a job is refused', async () => {
    await using bench = await open()
    await using queue = await bench.connect()
    await expect(queue.publish("a'; --", 1)).rejects.toThrow()
    await expect(queue.publish('a:b', 1)).rejects.toThrow()
    await expect(queue.publish('ok', undefined)).rejects.toThrow(TypeError)
    await expect(queue.publish('ok', 'x'.repeat(1024 * 1024))).rejects.toThrow(RangeError)
    await expect(queue.publish('ok', 1, { id: 'a\u0000b' })).rejects.toThrow()
    await expect(queue.publish('ok', 1, { attempts: 0 })).rejects.toThrow()
    expect(await queue.pending('ok')).toBe(0)
  })

  test('a closed queue leaves no socket behind', async () => {
    await using bench = await open()
    const held = () =>
      process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap' || kind === 'PipeWrap')
        .length
    // At most, not exactly: sockets of an earlier test may still be closing.
    const before = held()
    const queue = await bench.connect()
    const done = Promise.withResolvers<void>()
    await queue.work('once', async () => done.resolve(), { concurrency: 2, timeoutMs: 1000 })
    await queue.publish('once', 1)
    await queue.publish('once', 2, { delayMs: 60_000 })
    await done.promise
    await settledTo(queue, 'once', 1)
    expect(held()).toBeGreaterThan(before)
    await queue[Symbol.asyncDispose]()
    await until(() => expect(held()).toBeLessThanOrEqual(before))
  })
}

async function settledTo(queue: SuiteQueue, name: string, count: number): Promise<void> {
  await vi.waitFor(async () => expect(await queue.pending(name)).toBe(count), {
    timeout: 15_000,
    interval: 20,
  })
}
