import { InstanceName } from '@truss/contracts/ids'
import { BaseUrl, PublicJwk } from '@truss/contracts/instances'
import { z } from 'zod'
import type { MirrorPolicy } from './deps.ts'

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
  TRUSS_ALLOW_PRIVATE_ORIGINS: origins,
  TRUSS_MIRROR_POLICY: z.enum(['on-demand', 'all']).default('on-demand'),
  TRUSS_MAX_COPY_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(5 * 1024 ** 3),
  TRUSS_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

export interface WorkerConfig {
  readonly instanceName: InstanceName
  readonly baseUrl: string
  readonly registryUrl: string
  readonly registryFeedKey: PublicJwk
  /** Holds `repositories`, `keys` and `blobs`. */
  readonly dataDir: string
  readonly databaseUrl: string
  /** Undefined: jobs lie in the database. */
  readonly redisUrl: string | undefined
  readonly allowPrivateOrigins: readonly string[]
  readonly mirrorPolicy: MirrorPolicy
  readonly maxCopyBytes: number
  readonly logLevel: string
}

/** The only reader of the environment in the worker. Names every bad variable at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): WorkerConfig {
  const parsed = Env.safeParse(env)
  if (!parsed.success) throw new Error(`bad configuration of the worker:\n${z.prettifyError(parsed.error)}`)
  const read = parsed.data
  return {
    instanceName: read.TRUSS_INSTANCE_NAME,
    baseUrl: read.TRUSS_BASE_URL,
    registryUrl: read.TRUSS_REGISTRY_URL,
    registryFeedKey: read.TRUSS_REGISTRY_FEED_KEY,
    dataDir: read.TRUSS_DATA_DIR,
    databaseUrl: read.TRUSS_DATABASE_URL,
    redisUrl: read.TRUSS_REDIS_URL,
    allowPrivateOrigins: read.TRUSS_ALLOW_PRIVATE_ORIGINS,
    mirrorPolicy: read.TRUSS_MIRROR_POLICY,
    maxCopyBytes: read.TRUSS_MAX_COPY_BYTES,
    logLevel: read.TRUSS_LOG_LEVEL,
  }
}
