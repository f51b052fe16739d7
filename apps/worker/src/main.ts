import { once } from 'node:events'
import { readConfig } from './config.ts'
import { startWorker } from './start-worker.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
// A supervisor holds a channel to us; it closes whatever killed the supervisor, and then nobody else ends us.
if (process.connected) {
  process.once('disconnect', () => stop.abort())
  // The listener alone would keep the program from ending.
  process.channel?.unref()
}

await using _worker = await startWorker(readConfig(process.env))
if (!stop.signal.aborted) await once(stop.signal, 'abort')
