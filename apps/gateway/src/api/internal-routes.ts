import {
  createSession,
  deleteSession,
  extendSession,
  getSignIn,
  putSignIn,
  readSession,
} from '@truss/contracts/instance-internal-routes'
import { DomainError } from '@truss/domain/errors'
import type { Api } from '@truss/http/api'
import type { HasClock, Stores } from '../deps.ts'
import type { ApiActor } from './actor.ts'

/** Sign-ins and sessions, for the pages; to be mounted on the internal listener only. */
export function mountSessionRoutes(
  api: Api<ApiActor>,
  { stores, clock }: HasClock & { stores: Pick<Stores, 'sessions'> },
): void {
  const { sessions } = stores

  api.mount(putSignIn, async ({ params, body }) => {
    await sessions.putSignIn(params.account, body)
    return {}
  })

  api.mount(getSignIn, async ({ params }) => ({ signIn: (await sessions.signIn(params.account)) ?? null }))

  api.mount(createSession, async ({ body }) => {
    const session = await sessions.create(body.id, body.account, new Date(body.expiresAt))
    if (!session) throw new DomainError('account-not-found', 'nobody of this account has signed in here')
    return { session }
  })

  api.mount(readSession, async ({ body }) => ({
    session: (await sessions.read(body.id, clock.now())) ?? null,
  }))

  api.mount(extendSession, async ({ body }) => ({
    session: (await sessions.extend(body.id, new Date(body.expiresAt), clock.now())) ?? null,
  }))

  api.mount(deleteSession, async ({ body }) => {
    await sessions.delete(body.id)
    return {}
  })
}
