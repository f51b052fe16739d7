import { once } from 'node:events'
import { readConfig } from './config.ts'
import { startGateway } from './start-gateway.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(signal, () => stop.abort())

await using _gateway = await startGateway(readConfig(process.env))
if (!stop.signal.aborted) await once(stop.signal, 'abort')
// An open channel to the supervisor would keep the process alive.
if (process.connected) process.disconnect()
