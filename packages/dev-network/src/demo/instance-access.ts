import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { InstanceSettings } from '@truss/cli/instance/instance-settings'
import { type Client, createClient } from '@truss/client/client'
import { INSTANCE_API } from '@truss/contracts/instance-routes'
import { loadOrCreateKeys } from '@truss/federation/key-store'
import { z } from 'zod'
import { type SignedIn, signIn } from '../sign-in/sign-in.ts'

const Secrets = z.object({ internalSecret: z.string() })

/** Acts at an instance as its own pages do: for seeding and tests, from the machine it runs on. */
export interface InstanceAccess {
  signIn(person: { handle: string; password: string }): Promise<SignedIn>
  /** The instance API as a signed-in person. */
  as(session: string): Client
}

export async function instanceAccess(
  settings: Pick<InstanceSettings, 'dataDir' | 'baseUrl' | 'registryUrl' | 'ports'>,
): Promise<InstanceAccess> {
  const keysDir = join(settings.dataDir, 'keys')
  const keys = await loadOrCreateKeys(keysDir, { now: new Date() })
  const { internalSecret } = Secrets.parse(JSON.parse(await readFile(join(keysDir, 'secrets.json'), 'utf8')))
  const internalUrl = `http://127.0.0.1:${settings.ports.internal}`
  return {
    signIn: (person) =>
      signIn(
        {
          registryUrl: settings.registryUrl,
          instance: { id: keys.instance, baseUrl: settings.baseUrl, openIdKey: keys.subkeys.openid },
          internalUrl,
          internalSecret,
        },
        person,
      ),
    as: (session) =>
      createClient({
        base: internalUrl + INSTANCE_API,
        fetch: (request) => fetch(request),
        timeoutMs: 120_000,
        authorize(request) {
          request.headers.set('authorization', `Bearer ${internalSecret}`)
          request.headers.set('truss-session', session)
          return request
        },
      }),
  }
}
