import type { CompactJws } from '@truss/contracts/records'
import { checkChain, gapAfter, readStates, type States } from './chain.ts'
import {
  checkLatest,
  checkNewest,
  checkRefs,
  type FoundRefs,
  judge,
  type StateContext,
} from './judge-state.ts'
import { recordSha256 } from './record.ts'
import { checkSignature, type StateKeys } from './state-signature.ts'
import { comparePlaces, type KnownState, Refusal, type Verdict } from './verdict.ts'

export interface Copy extends FoundRefs, StateContext {
  /** From `refs/truss/state`, oldest first: at least what follows `known`, or `known` itself. */
  readonly chain: readonly string[]
  /** When given, the first state of epoch 1 must name it. */
  readonly genesis?: CompactJws
}

/**
 * Judges what was fetched, before anybody is shown it: a mirror switches refs on `verified` and `as-of` only, and
 * remembers the record as its new `known` before it does.
 *
 * Every record after `known` must be signed by the host it names; who was assigned in earlier epochs is not asked.
 * The objects are git's matter: they hang on the oids, and a fetch with fsck has checked them.
 */
export async function verifyCopy(copy: Copy): Promise<Verdict> {
  return judge(copy, async (keys) => {
    const states = readStates(copy.chain)
    await checkNewest(states.newest, keys, copy)
    const joins = checkChain(states, copy.known)
    if (joins === 'gap') throw gapAfter(copy.known)
    await checkAncestors(states, keys, copy.known)
    if (copy.genesis) checkGenesis(states, copy.genesis)
    checkLatest(states, copy.latest)
    checkRefs(states.newest, copy)
    return { newest: states.newest, joins }
  })
}

/** No time is asked of these: the newest record names them by hash, so none can be slipped in with an old key. */
async function checkAncestors(states: States, keys: StateKeys, known: KnownState | undefined): Promise<void> {
  for (const state of states.all) {
    if (known && comparePlaces(state.payload, known) <= 0) continue
    if (state !== states.newest) await checkSignature(state, keys)
  }
}

function checkGenesis({ first }: States, genesis: CompactJws): void {
  const { epoch, seq, prev } = first.payload
  if (epoch === 1 && seq === 1 && prev !== recordSha256(genesis)) {
    throw new Refusal('broken-chain', 'the first state does not name the genesis record', { state: first })
  }
}
