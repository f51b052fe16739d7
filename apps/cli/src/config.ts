import { readFileSync } from 'node:fs'
import { homedir, hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { InstanceName } from '@truss/contracts/ids'
import { BaseUrl } from '@truss/contracts/instances'
import { z } from 'zod'
import type { InstanceSettings } from './instance/instance-settings.ts'

export type Environment = Readonly<Record<string, string | undefined>>

const port = z.coerce.number().int().min(1).max(65_535)
const origins = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
  )
  .pipe(z.array(BaseUrl))

/** Settings of an instance, by their environment names. Defaults are for a first look on one machine. */
const InstanceEnv = z.object({
  TRUSS_INSTANCE_NAME: InstanceName.default(InstanceName.parse('local')),
  TRUSS_BASE_URL: BaseUrl.optional(),
  TRUSS_REGISTRY_URL: BaseUrl.optional(),
  TRUSS_DATA_DIR: z.string().min(1).optional(),
  TRUSS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  TRUSS_REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  TRUSS_HOST: z.string().min(1).default('127.0.0.1'),
  TRUSS_PORT: port.default(4410),
  TRUSS_WEB_PORT: port.optional(),
  TRUSS_INTERNAL_PORT: port.optional(),
  TRUSS_POSTGRES_PORT: port.optional(),
  TRUSS_ALLOW_PRIVATE_ORIGINS: origins.default([]),
  TRUSS_MIRROR_POLICY: z.enum(['on-demand', 'all']).default('on-demand'),
  TRUSS_MIRROR_AFTER_MISSES: z.coerce.number().int().min(1).max(1000).default(2),
  TRUSS_MAX_PUSH_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(2 * 1024 ** 3),
  TRUSS_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
  PATH: z.string().default('/usr/local/bin:/usr/bin:/bin'),
})

const RegistryEnv = z.object({
  TRUSS_REGISTRY_HOST: z.string().min(1).default('127.0.0.1'),
  TRUSS_REGISTRY_PORT: port.default(4400),
  TRUSS_REGISTRY_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  TRUSS_REGISTRY_NAME: z.string().min(1).max(80).default('Truss'),
  TRUSS_JOIN_LEVEL: z.enum(['applied', 'mirror']).default('mirror'),
})

/** Settings whose database may still have to be started. */
export interface Settings {
  readonly instance: Omit<InstanceSettings, 'databaseUrl'> & { readonly databaseUrl: string | undefined }
  readonly postgresPort: number
}

export interface RegistrySettings {
  readonly url: string
  readonly host: string
  readonly port: number
  readonly databaseUrl: string | undefined
  readonly name: string
  readonly joinLevel: 'applied' | 'mirror'
}

/**
 * The environment, over what a config file says: `NAME=value` lines, as systemd's EnvironmentFile has them.
 *
 * @throws {Error} when the file cannot be read
 */
export function withConfigFile(env: Environment, file: string | undefined): Environment {
  if (file === undefined) return env
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new Error(`the config file ${file} cannot be read`)
  }
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  return { ...parseEnv(text), ...set }
}

/** Settings for `truss up`. @throws {Error} that names every bad setting at once */
export function readUpSettings(env: Environment): Settings & { readonly registry: RegistrySettings } {
  const read = parse(InstanceEnv.extend(RegistryEnv.shape), env)
  const url = read.TRUSS_REGISTRY_URL ?? `http://localhost:${read.TRUSS_REGISTRY_PORT}`
  const settings = instanceSettings(read, url)
  return {
    ...settings,
    registry: {
      url,
      host: read.TRUSS_REGISTRY_HOST,
      port: read.TRUSS_REGISTRY_PORT,
      databaseUrl: read.TRUSS_REGISTRY_DATABASE_URL,
      name: read.TRUSS_REGISTRY_NAME,
      joinLevel: read.TRUSS_JOIN_LEVEL,
    },
  }
}

/** Settings for `truss join` and `truss instance`. @throws {Error} that names every bad setting at once */
export function readInstanceSettings(env: Environment): Settings {
  const read = parse(
    InstanceEnv.extend({
      TRUSS_REGISTRY_URL: BaseUrl,
      TRUSS_INSTANCE_NAME: InstanceName.default(defaultName()),
    }),
    env,
  )
  return instanceSettings(read, read.TRUSS_REGISTRY_URL)
}

function instanceSettings(read: z.infer<typeof InstanceEnv>, registryUrl: string): Settings {
  const baseUrl = read.TRUSS_BASE_URL ?? `http://localhost:${read.TRUSS_PORT}`
  const here = [baseUrl, registryUrl].filter((url) => new URL(url).hostname === 'localhost')
  return {
    postgresPort: read.TRUSS_POSTGRES_PORT ?? read.TRUSS_PORT + 3,
    instance: {
      name: read.TRUSS_INSTANCE_NAME,
      baseUrl,
      registryUrl,
      dataDir: resolve(read.TRUSS_DATA_DIR ?? join(homedir(), '.truss')),
      databaseUrl: read.TRUSS_DATABASE_URL,
      redisUrl: read.TRUSS_REDIS_URL,
      host: read.TRUSS_HOST,
      ports: {
        gateway: read.TRUSS_PORT,
        web: read.TRUSS_WEB_PORT ?? read.TRUSS_PORT + 1,
        internal: read.TRUSS_INTERNAL_PORT ?? read.TRUSS_PORT + 2,
      },
      // Its own address and the registry's on this machine are no secret way in.
      allowPrivateOrigins: [...new Set([...read.TRUSS_ALLOW_PRIVATE_ORIGINS, ...here])],
      mirrorPolicy: read.TRUSS_MIRROR_POLICY,
      missesBeforeMirroring: read.TRUSS_MIRROR_AFTER_MISSES,
      maxPushBytes: read.TRUSS_MAX_PUSH_BYTES,
      logLevel: read.TRUSS_LOG_LEVEL,
      path: read.PATH,
    },
  }
}

function parse<T>(schema: z.ZodType<T>, env: Environment): T {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(set)
  if (!parsed.success) throw new Error(`bad settings:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function defaultName(): InstanceName {
  const name = InstanceName.safeParse(hostname().toLowerCase())
  return name.success ? name.data : InstanceName.parse('mirror')
}
