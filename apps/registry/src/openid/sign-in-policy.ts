import { interactionPolicy } from 'oidc-provider'
import type { PageSessions } from '../pages/page-session.ts'

/**
 * The registry's pages say who is signed in. The provider's own session would live on when somebody signs out
 * there, or in as somebody else; then it is not believed, and the person comes to the pages again.
 */
export function signInPolicy(sessions: Pick<PageSessions, 'accountOf'>): interactionPolicy.DefaultPolicy {
  const { Check, base } = interactionPolicy
  const policy = base()
  const check = new Check('not_signed_in_here', 'End-User authentication is required', async (ctx) => {
    const believed = ctx.oidc.session?.accountId
    if (!believed) return Check.NO_NEED_TO_PROMPT
    return (await sessions.accountOf(ctx.req)) === believed ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT
  })
  policy.get('login')?.checks.add(check)
  return policy
}
