import { InstanceId } from '@truss/contracts/ids'
import type { InstanceStore } from '@truss/domain/ports'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { scopesOf } from './client-of.ts'

/** Members of the network need no consent page: what they may have follows from their level, and is public. */
export async function memberGrant(instances: Pick<InstanceStore, 'byId'>, ctx: KoaContextWithOIDC) {
  const { client, session, provider, params } = ctx.oidc
  if (!client || !session?.accountId) return undefined
  const instance = await instances.byId(InstanceId.parse(client.clientId))
  if (!instance) return undefined
  const allowed = scopesOf(instance)
  const asked = String(params?.scope ?? '').split(' ')
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId })
  grant.addOIDCScope(asked.filter((scope) => allowed.includes(scope)).join(' '))
  const dropped = asked.filter((scope) => !allowed.includes(scope))
  // Refused, not asked about: otherwise the provider would show a consent page.
  if (dropped.length > 0) grant.rejectOIDCScope(dropped.join(' '))
  await grant.save()
  return grant
}
