import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Lets another process take the job of the queue `fatal`, then kills it without a chance to say goodbye. */
export async function takeAndDie(kind: 'redis' | 'postgres', url: string, name: string): Promise<void> {
  const script = fileURLToPath(new URL('./dying-worker.ts', import.meta.url))
  const child = spawn(process.execPath, [script, kind, url, name], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
}
