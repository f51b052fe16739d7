import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Whether a process runs; one that has ended and was not yet waited for does not. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  return line === undefined ? process.platform !== 'linux' : !/\) Z /.test(line)
}

/** Process id of the PostgreSQL of a demo; run as root, its folder may lie elsewhere than the demo's data. */
export async function postmasterOf(dataDir: string): Promise<number> {
  const wished = join(dataDir, 'postgres')
  const elsewhere = join(
    '/var/lib/truss-postgres',
    createHash('sha256').update(wished).digest('hex').slice(0, 16),
  )
  for (const folder of [wished, elsewhere]) {
    const file = join(folder, 'postmaster.pid')
    if (await stat(file).catch(() => undefined)) return Number((await readFile(file, 'utf8')).split('\n')[0])
  }
  throw new Error('no PostgreSQL runs')
}
