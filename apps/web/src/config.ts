import { readFileSync } from 'node:fs'
import { InstanceId, InstanceName } from '@truss/contracts/ids'
import { BaseUrl } from '@truss/contracts/instances'
import { z } from 'zod'

const PrivateJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  kid: z.string().min(1),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  d: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
})
export type PrivateJwk = z.infer<typeof PrivateJwk>

const secret = z.string().min(32, 'use at least 32 characters')

const Env = z.object({
  TRUSS_PUBLIC_URL: BaseUrl,
  TRUSS_INTERNAL_URL: BaseUrl,
  TRUSS_INTERNAL_SECRET: secret,
  TRUSS_REGISTRY_URL: BaseUrl,
  TRUSS_INSTANCE_ID: InstanceId,
  TRUSS_INSTANCE_NAME: InstanceName,
  TRUSS_OPENID_KEY_FILE: z.string().min(1),
  TRUSS_SESSION_SECRET: secret,
})

export interface WebConfig {
  /** Origin of these pages as browsers see it. */
  publicUrl: string
  /** The instance's internal listener; never shown to a browser. */
  internalUrl: string
  registryUrl: string
  instanceId: InstanceId
  instanceName: InstanceName
  /** Cookies are marked Secure. */
  secure: boolean
}

/** Kept apart from the settings, so that printing those shows none of these. */
export interface WebSecrets {
  internalSecret: string
  sessionSecret: string
  openIdKey: PrivateJwk
}

type Environment = Readonly<Record<string, string | undefined>>

function parse(env: Environment) {
  const parsed = Env.safeParse(env)
  if (!parsed.success) throw new Error(`bad configuration of the pages:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** Names every bad variable at once. */
export function readConfig(env: Environment): WebConfig {
  const read = parse(env)
  return {
    publicUrl: read.TRUSS_PUBLIC_URL,
    internalUrl: read.TRUSS_INTERNAL_URL,
    registryUrl: read.TRUSS_REGISTRY_URL,
    instanceId: read.TRUSS_INSTANCE_ID,
    instanceName: read.TRUSS_INSTANCE_NAME,
    secure: read.TRUSS_PUBLIC_URL.startsWith('https:'),
  }
}

/** @throws when the key file is missing or is no private Ed25519 key with an id */
export function readSecrets(env: Environment): WebSecrets {
  const read = parse(env)
  const key = PrivateJwk.safeParse(readJson(read.TRUSS_OPENID_KEY_FILE))
  if (!key.success)
    throw new Error(`bad configuration: TRUSS_OPENID_KEY_FILE holds no private Ed25519 JWK with a kid`)
  return {
    internalSecret: read.TRUSS_INTERNAL_SECRET,
    sessionSecret: read.TRUSS_SESSION_SECRET,
    openIdKey: key.data,
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

let config: WebConfig | undefined
let secrets: WebSecrets | undefined

/** The settings of the running process. Not read at import: `next build` imports every page without any of them. */
export function webConfig(): WebConfig {
  config ??= readConfig(process.env)
  return config
}

export function webSecrets(): WebSecrets {
  secrets ??= readSecrets(process.env)
  return secrets
}

/** next-auth has no option for its own address and looks here. */
export function tellNextAuthItsAddress(): void {
  process.env.NEXTAUTH_URL = webConfig().publicUrl
}

/** React's development build evaluates strings, which the policy forbids otherwise. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV === 'development'
}
