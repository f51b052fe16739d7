import { randomUUID } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { InstanceKey } from '@truss/contracts/instances'
import { z } from 'zod'
import {
  type InstanceKeys,
  instanceIdOf,
  issueSubkey,
  type Subkey,
  verifyInstanceKey,
} from './instance-keys.ts'
import { PrivateJwk, privateJwkOf, publicJwkOf } from './jwk.ts'

const SubkeyFile = z.strictObject({ privateKey: PrivateJwk, key: InstanceKey })
const RootFile = z.strictObject({ root: PrivateJwk })
const KeysFile = z.strictObject({ request: SubkeyFile, refState: SubkeyFile })
const OpenidFile = z.strictObject({ openid: SubkeyFile })

/** The file that the web process may read, and no other of the folder. */
export const OPENID_FILE = 'openid.json'

/**
 * The keys of the instance whose folder this is; what is missing is made, and whatever is there is kept. Several
 * processes may start at once: all end with the same keys.
 *
 * Files `root.json`, `keys.json` and `openid.json`, 0600 in a folder 0700. Expired subkeys are returned as they
 * are; the caller sees `notAfter`.
 *
 * @throws {Error} when a file is open to other users, unreadable, or its keys do not belong together
 */
export async function loadOrCreateKeys(
  dir: string,
  options: { now: Date; validDays?: number; newSeed?: () => Uint8Array },
): Promise<InstanceKeys> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await chmod(dir, 0o700)
  const seed = () => {
    const bytes = options.newSeed?.()
    return bytes ? { seed: bytes } : {}
  }
  const { root } = await loadOrCreate(join(dir, 'root.json'), RootFile, async () => ({
    root: privateJwkOf(options.newSeed?.()),
  }))
  const { request, refState } = await loadOrCreate(join(dir, 'keys.json'), KeysFile, async () => ({
    request: await issueSubkey(root, 'request', { ...options, ...seed() }),
    refState: await issueSubkey(root, 'ref-state', { ...options, ...seed() }),
  }))
  const { openid } = await loadOrCreate(join(dir, OPENID_FILE), OpenidFile, async () => ({
    openid: await issueSubkey(root, 'openid', { ...options, ...seed() }),
  }))
  const instance = instanceIdOf(root)
  for (const [name, subkey] of Object.entries({ request, refState, openid })) {
    await verifyInstanceKey(publicJwkOf(root), instance, subkey.key)
    if (subkey.privateKey.x !== subkey.key.jwk.x) throw new Error(`${dir}: ${name}: two different keys`)
  }
  return { instance, root, subkeys: { request, refState, openid } }
}

/** The key that the web process signs in with at the registry. @throws {Error} as `loadOrCreateKeys` */
export async function loadOpenidKey(file: string): Promise<Subkey> {
  return (await load(file, OpenidFile)).openid
}

async function loadOrCreate<T>(file: string, schema: z.ZodType<T>, make: () => Promise<T>): Promise<T> {
  try {
    return await load(file, schema)
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error
  }
  const temporary = `${file}.${randomUUID()}`
  const handle = await open(temporary, 'wx', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(await make(), null, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  // A link instead of a rename: it never replaces, so of two processes that start at once both keep the first.
  await link(temporary, file).catch((error) => {
    if (!isErrno(error, 'EEXIST')) throw error
  })
  await unlink(temporary)
  await syncFolder(join(file, '..'))
  return load(file, schema)
}

async function load<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readFile(file, 'utf8')
  if (((await stat(file)).mode & 0o077) !== 0) {
    throw new Error(
      `${file} is open to other users: run chmod 600 on it, and replace the keys if others read it`,
    )
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    // Without the cause: a syntax error quotes the text, and the text holds a key.
    throw new Error(`${file} is not JSON`)
  }
  const parsed = schema.safeParse(json)
  if (!parsed.success)
    throw new Error(`${file} does not hold the keys it should:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** Makes the new name outlive a power cut. */
async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
