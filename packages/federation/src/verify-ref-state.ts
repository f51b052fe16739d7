import { checkChain, readStates } from './chain.ts'
import {
  checkLatest,
  checkNewest,
  checkRefs,
  type FoundRefs,
  judge,
  type StateContext,
} from './judge-state.ts'
import type { Verdict } from './verdict.ts'

/**
 * Judges one ref state by itself. One that is later than the next after `known` is accepted with `joins: 'gap'`:
 * whether it joins the chain is then for the caller to find out, with the records between (`verifyCopy`).
 *
 * @param context.refs when given, they must be exactly the signed ones
 */
export async function verifyRefState(
  record: string,
  context: StateContext & { readonly refs?: FoundRefs },
): Promise<Verdict> {
  return judge(context, async (keys) => {
    const states = readStates([record])
    await checkNewest(states.newest, keys, context)
    const joins = checkChain(states, context.known)
    checkLatest(states, context.latest)
    if (context.refs) checkRefs(states.newest, context.refs)
    return { newest: states.newest, joins }
  })
}
