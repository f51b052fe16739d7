import { randomBytes } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'

const LOOK_EVERY_MS = 200

/**
 * Waits until nobody else holds the lock, then holds it until disposed. A holder that was killed is not waited for: the
 * file names its process.
 *
 * @param onWait called once, when somebody else holds it
 */
export async function lockFile(file: string, onWait: () => void): Promise<AsyncDisposable> {
  const mine = `${file}.${randomBytes(6).toString('hex')}`
  for (let waited = false; ; waited = true) {
    // Written first and linked into place, so that nobody reads a lock without its holder.
    await writeFile(mine, String(process.pid))
    const taken = await link(mine, file).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
        return false
      },
    )
    await rm(mine, { force: true })
    if (taken) return { [Symbol.asyncDispose]: () => rm(file, { force: true }) }
    const holder = Number(await readFile(file, 'utf8').catch(() => ''))
    if (!isAlive(holder)) {
      await rm(file, { force: true })
      continue
    }
    if (!waited) onWait()
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

/** A process of another user is alive, too. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
