import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@truss/client/client'
import { PublicJwk } from '@truss/contracts/instances'
import { getRegistry, REGISTRY_API } from '@truss/contracts/registry-routes'
import { migrateDatabase } from '@truss/db/postgres/migrate'
import type { InstanceKeys } from '@truss/federation/instance-keys'
import { loadOrCreateKeys } from '@truss/federation/key-store'
import { z } from 'zod'
import type { InstanceSettings } from './instance-settings.ts'

const Secrets = z.object({ internalSecret: z.string().min(32), sessionSecret: z.string().min(32) })
const Pinned = z.object({ registryUrl: z.string(), feedKey: PublicJwk })

export interface PreparedInstance {
  readonly keys: InstanceKeys
  readonly secrets: z.infer<typeof Secrets>
  /** What the registry signs its feed with, pinned at the first contact. */
  readonly feedKey: PublicJwk
  /** The key that the pages sign in with, as a plain JWK. */
  readonly openIdKeyFile: string
}

/**
 * Makes on the first run what an instance needs: folders, keys, secrets, tables, and the registry's key. The last
 * one needs the registry once; later starts do without it.
 *
 * @throws {Error} when the registry now shows another key than the pinned one
 */
export async function prepareInstance(settings: InstanceSettings): Promise<PreparedInstance> {
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 })
  const keysDir = join(settings.dataDir, 'keys')
  const keys = await loadOrCreateKeys(keysDir, { now: new Date() })
  const openIdKeyFile = join(keysDir, 'openid-jwk.json')
  const { privateKey, key } = keys.subkeys.openid
  await writePrivately(openIdKeyFile, { ...privateKey, kid: key.kid })
  const secrets = await readOrMake(join(keysDir, 'secrets.json'), Secrets, () => ({
    internalSecret: randomBytes(32).toString('base64url'),
    sessionSecret: randomBytes(32).toString('base64url'),
  }))
  await migrateDatabase(settings.databaseUrl, 'instance')
  const pinned = await readOrMake(join(settings.dataDir, 'registry.json'), Pinned, async () => {
    const client = createClient({
      base: settings.registryUrl + REGISTRY_API,
      fetch: (request) => fetch(request),
    })
    return { registryUrl: settings.registryUrl, feedKey: (await client.call(getRegistry)).feedKey }
  })
  if (pinned.registryUrl !== settings.registryUrl) {
    throw new Error(
      `${settings.dataDir} belongs to an instance of ${pinned.registryUrl}: choose another data folder for ${settings.registryUrl}`,
    )
  }
  return { keys, secrets, feedKey: pinned.feedKey, openIdKeyFile }
}

async function readOrMake<T>(file: string, schema: z.ZodType<T>, make: () => T | Promise<T>): Promise<T> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text !== undefined) return schema.parse(JSON.parse(text))
  const made = schema.parse(await make())
  await writePrivately(file, made)
  return made
}

async function writePrivately(file: string, value: unknown): Promise<void> {
  const draft = `${file}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  await rename(draft, file)
}
