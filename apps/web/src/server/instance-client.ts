import 'server-only'
import { type Client, createClient } from '@truss/client/client'
import { INTERNAL_API } from '@truss/contracts/instance-internal-routes'
import { INSTANCE_API } from '@truss/contracts/instance-routes'
import { cache } from 'react'
import { webConfig, webSecrets } from '../config.ts'
import { sessionId } from './session-cookie.ts'

/** Writes wait until the replica has applied them, and a fork copies a repository. */
const TIMEOUT_MS = 60_000

function clientOf(path: string, session: string | undefined): Client {
  const { internalUrl } = webConfig()
  const { internalSecret } = webSecrets()
  return createClient({
    base: internalUrl + path,
    fetch: (request) => fetch(request),
    timeoutMs: TIMEOUT_MS,
    authorize(request) {
      request.headers.set('authorization', `Bearer ${internalSecret}`)
      if (session) request.headers.set('truss-session', session)
      return request
    },
  })
}

/** The instance API, as the person of this request. The only way of these pages to the world. */
export const instanceApi = cache(async (): Promise<Client> => clientOf(INSTANCE_API, await sessionId()))

/** Routes between the processes of this instance: sign-ins and sessions. */
export function internalApi(): Client {
  return clientOf(INTERNAL_API, undefined)
}
