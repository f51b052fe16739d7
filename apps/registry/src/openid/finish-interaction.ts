import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AccountId } from '@truss/contracts/ids'
import { DomainError } from '@truss/domain/errors'
import type Provider from 'oidc-provider'
import { errors } from 'oidc-provider'

/**
 * Tells the provider who signed in. @returns where the browser goes next
 *
 * @throws {DomainError} `invalid-request` when this browser has no such sign-in under way
 */
export async function finishInteraction(
  provider: Provider,
  { incoming, outgoing }: { incoming: IncomingMessage; outgoing: ServerResponse },
  account: AccountId,
): Promise<string> {
  const interaction = await provider.interactionDetails(incoming, outgoing).catch((cause: unknown) => {
    if (!(cause instanceof errors.SessionNotFound)) throw cause
    const message = 'this sign-in has run out: go back to the instance and press "Sign in" again'
    throw new DomainError('invalid-request', message, {}, { cause })
  })
  const { session } = interaction
  if (session && session.accountId !== account) {
    // Somebody else was signed in with this browser: what the provider remembers of them goes first. Left there,
    // it would answer with a page that ends the new session together with the old one.
    await (await provider.Session.findByUid(session.uid))?.destroy()
    interaction.session = undefined
    await interaction.save(interaction.exp - Math.floor(Date.now() / 1000))
  }
  return provider.interactionResult(incoming, outgoing, { login: { accountId: account, remember: true } })
}
