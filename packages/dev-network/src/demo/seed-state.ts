import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** What the demo has made already; tokens are only ever shown once, so they are kept here. */
const SeedState = z.object({
  tokens: z.record(z.string(), z.record(z.string(), z.string())),
  /** `owner/slug` of the designs that are complete. */
  done: z.array(z.string()),
})
export type SeedState = z.infer<typeof SeedState>

export async function readSeedState(dataDir: string): Promise<SeedState> {
  const text = await readFile(join(dataDir, 'seed.json'), 'utf8').catch(() => undefined)
  return text === undefined ? { tokens: {}, done: [] } : SeedState.parse(JSON.parse(text))
}

export async function writeSeedState(dataDir: string, state: SeedState): Promise<void> {
  const draft = join(dataDir, 'seed.json.new')
  await writeFile(draft, JSON.stringify(state, null, 2), { mode: 0o600 })
  await rename(draft, join(dataDir, 'seed.json'))
}
