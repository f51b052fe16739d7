import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

export interface RateInput {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Requests under way at once, each on a connection that is kept. */
  readonly concurrency: number
  readonly requests: number
}

/**
 * Requests a second at a fixed concurrency, each answer read to its end.
 *
 * The client runs on a thread of its own: on ours it would share the event loop with the gateway it measures.
 *
 * @throws {Error} when an answer is not a 200
 */
export function requestRate(input: RateInput): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: input })
  worker.once('message', resolve)
  worker.once('error', reject)
  return promise
}

async function measure({ url, headers, concurrency, requests }: RateInput): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
  let left = requests
  const started = performance.now()
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) await get(url, headers, agent)
    }),
  )
  const seconds = (performance.now() - started) / 1000
  agent.destroy()
  return requests / seconds
}

function get(url: string, headers: Readonly<Record<string, string>>, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, agent, timeout: 30_000 }, (answer) => {
      answer.resume()
      answer.once('error', reject)
      answer.once('end', () => {
        if (answer.statusCode === 200) resolve()
        else reject(new Error(`${url} answered ${answer.statusCode}`))
      })
    })
    sent.once('timeout', () => sent.destroy(new Error(`${url} takes too long`)))
    sent.once('error', reject)
    sent.end()
  })
}

if (!isMainThread) parentPort?.postMessage(await measure(workerData))
