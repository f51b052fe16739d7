import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CompactJws } from '@truss/contracts/records'

/*
 * The signed record of a push lies here from before its refs move until the registry's outbox holds it. After
 * a crash it says what was about to be true.
 */
const NAME = 'truss-pending.jws'

/** Durable when it returns: written, synced, renamed, folder synced. */
export async function writePending(gitDir: string, record: CompactJws): Promise<void> {
  const draft = join(gitDir, `${NAME}.new`)
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(record)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, join(gitDir, NAME))
  const folder = await open(gitDir, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

export async function readPending(gitDir: string): Promise<CompactJws | undefined> {
  try {
    return CompactJws.parse(await readFile(join(gitDir, NAME), 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

export async function removePending(gitDir: string): Promise<void> {
  await rm(join(gitDir, NAME), { force: true })
}
