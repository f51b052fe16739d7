import type { Copy } from '@truss/db/instance/copy-store'
import { readRefState } from '@truss/federation/ref-state'
import { comparePlaces, type KnownState } from '@truss/federation/verdict'
import { repositoryExists } from '@truss/git/bare-repository'
import { chainTip, readChainRecords } from '@truss/git/state-chain'

/** The state that the repository's own chain ends in: its ref moves only together with verified refs. */
export async function ownState(gitDir: string): Promise<KnownState | undefined> {
  if (!(await repositoryExists(gitDir))) return undefined
  const tip = await chainTip(gitDir)
  if (tip === null) return undefined
  const record = (await readChainRecords(gitDir, tip, 1)).at(-1)
  return record === undefined ? undefined : toKnown(record)
}

/**
 * The newest state that was ever accepted here: of the row, or of the repository where a crash came between the
 * switch of refs and the row.
 */
export function newestKnown(copy: Copy | undefined, own: KnownState | undefined): KnownState | undefined {
  const row = copy?.record ? [toKnown(copy.record)] : []
  return [...row, ...(own ? [own] : [])].sort(comparePlaces).at(-1)
}

function toKnown(text: string): KnownState {
  const { record, sha256, payload } = readRefState(text)
  return { epoch: payload.epoch, seq: payload.seq, sha256, record }
}
