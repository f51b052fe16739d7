import { BaseUrl } from '@truss/contracts/instances'
import { z } from 'zod'

/** Where nobody is in between, plain http will do. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

const Env = z.object({
  /** Public origin. */
  TRUSS_REGISTRY_URL: BaseUrl.refine(
    (url) => url.startsWith('https:') || LOOPBACK.has(URL.parse(url)?.hostname ?? ''),
    'use https, passwords go over it',
  ),
  TRUSS_REGISTRY_HOST: z.string().min(1).default('127.0.0.1'),
  TRUSS_REGISTRY_PORT: z
    .string('name the port to listen on')
    .regex(/^\d{1,5}$/, 'use a port number')
    .transform(Number)
    .pipe(z.number().max(65_535)),
  TRUSS_REGISTRY_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  TRUSS_REGISTRY_NAME: z.string().min(1).max(80).default('Truss'),
  TRUSS_JOIN_LEVEL: z.enum(['applied', 'mirror']).default('mirror'),
  TRUSS_ALLOW_PRIVATE_ORIGINS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .pipe(z.array(BaseUrl.refine((origin) => !origin.includes('*'), 'name exact origins, no patterns'))),
  TRUSS_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

export interface RegistryConfig {
  readonly url: string
  readonly host: string
  readonly port: number
  readonly databaseUrl: string
  readonly name: string
  /** Level that a newcomer gets at once. */
  readonly joinLevel: 'applied' | 'mirror'
  readonly allowPrivateOrigins: readonly string[]
  readonly logLevel: string
}

/** The only reader of the environment in the registry. Names every bad variable at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): RegistryConfig {
  const parsed = Env.safeParse(env)
  if (!parsed.success) throw new Error(`bad configuration of the registry:\n${z.prettifyError(parsed.error)}`)
  const read = parsed.data
  return {
    url: read.TRUSS_REGISTRY_URL,
    host: read.TRUSS_REGISTRY_HOST,
    port: read.TRUSS_REGISTRY_PORT,
    databaseUrl: read.TRUSS_REGISTRY_DATABASE_URL,
    name: read.TRUSS_REGISTRY_NAME,
    joinLevel: read.TRUSS_JOIN_LEVEL,
    allowPrivateOrigins: read.TRUSS_ALLOW_PRIVATE_ORIGINS,
    logLevel: read.TRUSS_LOG_LEVEL,
  }
}
