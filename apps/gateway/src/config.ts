import { InstanceName } from '@truss/contracts/ids'
import { BaseUrl, PublicJwk } from '@truss/contracts/instances'
import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65_535)
const origins = z
  .string()
  .default('')
  .transform((list) =>
    list
      .split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
  )
  .pipe(z.array(BaseUrl))

const Env = z.object({
  TRUSS_INSTANCE_NAME: InstanceName,
  /** Public origin of the instance. */
  TRUSS_BASE_URL: BaseUrl,
  TRUSS_REGISTRY_URL: BaseUrl,
  /** JWK that signs feed events, pinned when the instance joined. */
  TRUSS_REGISTRY_FEED_KEY: z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown
      } catch {
        context.addIssue('not JSON')
        return z.NEVER
      }
    })
    .pipe(PublicJwk),
  TRUSS_DATA_DIR: z.string().min(1),
  TRUSS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  TRUSS_REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  TRUSS_HOST: z.string().default('127.0.0.1'),
  TRUSS_PORT: port,
  TRUSS_INTERNAL_PORT: port,
  TRUSS_INTERNAL_SECRET: z.string().min(32, 'use at least 32 characters'),
  /** Where Next listens on this machine. */
  TRUSS_WEB_URL: BaseUrl,
  TRUSS_ALLOW_PRIVATE_ORIGINS: origins,
  TRUSS_MIRROR_AFTER_MISSES: z.coerce.number().int().min(1).max(1000).default(2),
  TRUSS_MAX_PUSH_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(2 * 1024 ** 3),
  TRUSS_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

export interface GatewayConfig {
  readonly instanceName: InstanceName
  readonly baseUrl: string
  readonly registryUrl: string
  readonly registryFeedKey: PublicJwk
  readonly dataDir: string
  readonly databaseUrl: string
  readonly redisUrl: string | undefined
  readonly host: string
  readonly port: number
  readonly internalPort: number
  readonly internalSecret: string
  readonly webUrl: string
  readonly allowPrivateOrigins: readonly string[]
  readonly missesBeforeMirroring: number
  readonly maxPushBytes: number
  readonly logLevel: string
}

/** The only reader of the environment in the gateway. Names every bad variable at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): GatewayConfig {
  const parsed = Env.safeParse(env)
  if (!parsed.success) throw new Error(`bad configuration of the gateway:\n${z.prettifyError(parsed.error)}`)
  const read = parsed.data
  return {
    instanceName: read.TRUSS_INSTANCE_NAME,
    baseUrl: read.TRUSS_BASE_URL,
    registryUrl: read.TRUSS_REGISTRY_URL,
    registryFeedKey: read.TRUSS_REGISTRY_FEED_KEY,
    dataDir: read.TRUSS_DATA_DIR,
    databaseUrl: read.TRUSS_DATABASE_URL,
    redisUrl: read.TRUSS_REDIS_URL,
    host: read.TRUSS_HOST,
    port: read.TRUSS_PORT,
    internalPort: read.TRUSS_INTERNAL_PORT,
    internalSecret: read.TRUSS_INTERNAL_SECRET,
    webUrl: read.TRUSS_WEB_URL,
    allowPrivateOrigins: read.TRUSS_ALLOW_PRIVATE_ORIGINS,
    missesBeforeMirroring: read.TRUSS_MIRROR_AFTER_MISSES,
    maxPushBytes: read.TRUSS_MAX_PUSH_BYTES,
    logLevel: read.TRUSS_LOG_LEVEL,
  }
}
