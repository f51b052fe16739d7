import { randomBytes } from 'node:crypto'
import type { RegistryDb } from '@truss/db/registry/registry-db'
import { settingOnce } from '@truss/db/registry/settings-store'
import { exportJWK, generateKeyPair } from 'jose'
import { z } from 'zod'

const Secrets = z.object({
  jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1) }),
  cookieKeys: z.array(z.string()).min(1),
})
export type OpenIdSecrets = z.infer<typeof Secrets>

/** Keys that sign id tokens (EdDSA) and cookies; made on the first run. */
export async function openIdSecrets(db: RegistryDb): Promise<OpenIdSecrets> {
  const made = await settingOnce(db, 'openid', async () => {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const jwk = {
      ...(await exportJWK(privateKey)),
      use: 'sig',
      alg: 'EdDSA',
      kid: randomBytes(8).toString('hex'),
    }
    return { jwks: { keys: [jwk] }, cookieKeys: [randomBytes(32).toString('base64url')] }
  })
  return Secrets.parse(made)
}
