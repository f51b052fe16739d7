import { once } from 'node:events'
import { readConfig } from './config.ts'
import { startRegistry } from './start-registry.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(signal, () => stop.abort())

await using registry = await startRegistry(readConfig(process.env))
if (registry.setupUrl !== undefined) {
  process.stdout.write(`No account yet: make the operator’s account at ${registry.setupUrl}\n`)
}
if (!stop.signal.aborted) await once(stop.signal, 'abort')
// An open channel to the supervisor would keep the process alive.
if (process.connected) process.disconnect()
