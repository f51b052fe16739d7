import type { Copy } from '@truss/db/instance/copy-store'
import { readRefState } from '@truss/federation/ref-state'
import { comparePlaces, type KnownState } from '@truss/federation/verdict'
import { chainTip, readChainRecords } from '@truss/git/state-chain'

/**
 * The newest state that was ever accepted here: of the row, or of the repository's own chain where a crash came
 * between the switch of refs and the row. The chain's ref moves only together with verified refs.
 */
export async function knownState(
  copy: Copy | undefined,
  gitDir: string | undefined,
): Promise<KnownState | undefined> {
  const tip = gitDir === undefined ? null : await chainTip(gitDir)
  const own =
    gitDir !== undefined && tip !== null ? (await readChainRecords(gitDir, tip, 1)).at(-1) : undefined
  const states = [copy?.record, own].flatMap((record) => (record ? [toKnown(record)] : []))
  return states.sort(comparePlaces).at(-1)
}

function toKnown(text: string): KnownState {
  const { record, sha256, payload } = readRefState(text)
  return { epoch: payload.epoch, seq: payload.seq, sha256, record }
}
