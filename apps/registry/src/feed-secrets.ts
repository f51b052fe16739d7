import type { RegistryDb } from '@truss/db/registry/registry-db'
import { settingOnce } from '@truss/db/registry/settings-store'
import { kidOf, PrivateJwk, privateJwkOf } from '@truss/federation/jwk'
import type { SigningKey } from '@truss/federation/record'

/** The key that signs feed events; made on the first run. Instances pin its public half when they join. */
export async function feedSigningKey(db: RegistryDb): Promise<SigningKey & { privateKey: PrivateJwk }> {
  const privateKey = PrivateJwk.parse(await settingOnce(db, 'feed-key', () => privateJwkOf()))
  return { kid: kidOf(privateKey), privateKey }
}
