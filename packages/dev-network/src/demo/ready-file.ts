import { rename, rm, writeFile } from 'node:fs/promises'

/** What black-box checks rely on; see the README. */
export interface ReadyFile {
  readonly pid: number
  readonly registry: { readonly url: string; readonly pid: number }
  readonly instances: readonly {
    readonly name: string
    readonly level: string
    readonly url: string
    readonly apiUrl: string
    readonly gitUrl: string
    readonly sshUrl: string | null
    /** Supervisor, gateway, worker, pages. One that is being restarted still has its old id here. */
    readonly pids: readonly number[]
    readonly dataDir: string
  }[]
  readonly people: readonly {
    readonly handle: string
    readonly password: string
    readonly operator: boolean
    readonly home: string
    readonly tokens: Readonly<Record<string, string>>
  }[]
  readonly designs: readonly {
    readonly owner: string
    readonly slug: string
    readonly id: string
    readonly host: string
  }[]
}

/** Only for this user, and whole or not at all: it holds passwords and tokens. */
export async function writeReadyFile(file: string, ready: ReadyFile): Promise<void> {
  const draft = `${file}.${process.pid}.new`
  await rm(draft, { force: true })
  await writeFile(draft, `${JSON.stringify(ready, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  await rename(draft, file)
}

/** Nobody who waits for the file may find the one of an earlier run: what it says is no longer so. */
export function removeReadyFile(file: string): Promise<void> {
  return rm(file, { force: true })
}
