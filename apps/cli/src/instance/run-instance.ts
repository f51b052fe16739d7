import { once } from 'node:events'
import type { Instance } from '@truss/contracts/instances'
import { type Supervised, supervise } from '../supervise/supervise.ts'
import { instancePrograms } from './instance-programs.ts'
import type { InstanceSettings } from './instance-settings.ts'
import { joinTheRegistry } from './join.ts'
import { prepareInstance } from './prepare-instance.ts'

/** Told to whoever started the instance, over the process channel. */
export type InstanceNews =
  | { readonly kind: 'step'; readonly text: string }
  | { readonly kind: 'pids'; readonly pids: Record<string, number> }
  | {
      readonly kind: 'ready'
      readonly instance: { id: string; level: string } | null
      readonly pids: Record<string, number>
    }

const READY_TIMEOUT_MS = 120_000
const JOIN_RETRY_MS = 5_000

/** Runs the processes of an instance until the signal: the supervisor itself. */
export async function runInstance(
  settings: InstanceSettings,
  stop: AbortSignal,
  tell: (news: InstanceNews) => void,
): Promise<void> {
  tell({ kind: 'step', text: 'preparing keys and tables' })
  const prepared = await prepareInstance(settings)
  const all = instancePrograms(settings, prepared)
  // The worker speaks to the registry, which does not know a newcomer before it has joined.
  const first = all.filter(({ name }) => name !== 'worker')
  await using programs: Supervised = supervise(first, {
    onChange: (pids) => tell({ kind: 'pids', pids }),
    onDeath: (name, how) =>
      process.stderr.write(`${settings.name}: ${name} ended (${how}), starting it again\n`),
    onOutput: (name, line) => process.stdout.write(`${settings.name}/${name} ${line}\n`),
  })
  tell({ kind: 'step', text: 'starting the gateway and the pages' })
  await Promise.all([
    answers(`http://127.0.0.1:${settings.ports.gateway}/.well-known/truss`, stop),
    answers(`http://127.0.0.1:${settings.ports.web}/api/auth/csrf`, stop),
  ])
  let joined: Instance | undefined
  if (!stop.aborted) {
    tell({ kind: 'step', text: `joining ${settings.registryUrl}` })
    joined = await joinTheRegistry(settings, prepared.keys)
    for (const program of all) if (!first.includes(program)) programs.add(program)
    tell({
      kind: 'ready',
      instance: joined ? { id: joined.id, level: joined.level } : null,
      pids: programs.pids(),
    })
  }
  while (!joined && !stop.aborted) {
    await Promise.race([new Promise((resolve) => setTimeout(resolve, JOIN_RETRY_MS)), aborted(stop)])
    if (!stop.aborted) joined = await joinTheRegistry(settings, prepared.keys)
  }
  await aborted(stop)
}

export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}

/** Waits until an address answers, whatever it says. */
export async function answers(url: string, stop: AbortSignal): Promise<void> {
  const until = Date.now() + READY_TIMEOUT_MS
  while (!stop.aborted) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) })
      await answer.body?.cancel()
      if (answer.status < 500) return
    } catch (error) {
      if (Date.now() > until) throw new Error(`${url} does not answer`, { cause: error })
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
