import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Program } from '../supervise/supervise.ts'
import type { InstanceSettings } from './instance-settings.ts'
import type { PreparedInstance } from './prepare-instance.ts'

const require = createRequire(import.meta.url)

/** Repository root: Truss runs from a checkout or an image of one. */
export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))

/** The three processes of an instance, with exactly the environment each of them reads. */
export function instancePrograms(settings: InstanceSettings, prepared: PreparedInstance): Program[] {
  const { ports, host } = settings
  const base = {
    PATH: settings.path,
    HOME: settings.dataDir,
    LC_ALL: 'C.UTF-8',
    TRUSS_LOG_LEVEL: settings.logLevel,
  }
  const shared = {
    ...base,
    TRUSS_INSTANCE_NAME: settings.name,
    TRUSS_BASE_URL: settings.baseUrl,
    TRUSS_REGISTRY_URL: settings.registryUrl,
    TRUSS_REGISTRY_FEED_KEY: JSON.stringify(prepared.feedKey),
    TRUSS_DATA_DIR: settings.dataDir,
    TRUSS_DATABASE_URL: settings.databaseUrl,
    ...(settings.redisUrl === undefined ? {} : { TRUSS_REDIS_URL: settings.redisUrl }),
    TRUSS_ALLOW_PRIVATE_ORIGINS: settings.allowPrivateOrigins.join(','),
  }
  return [
    {
      name: 'gateway',
      script: join(ROOT, 'apps/gateway/src/main.ts'),
      env: {
        ...shared,
        TRUSS_HOST: host,
        TRUSS_PORT: String(ports.gateway),
        TRUSS_INTERNAL_PORT: String(ports.internal),
        TRUSS_INTERNAL_SECRET: prepared.secrets.internalSecret,
        TRUSS_WEB_URL: `http://127.0.0.1:${ports.web}`,
        TRUSS_MIRROR_AFTER_MISSES: String(settings.missesBeforeMirroring),
        TRUSS_MAX_PUSH_BYTES: String(settings.maxPushBytes),
      },
    },
    {
      name: 'worker',
      script: join(ROOT, 'apps/worker/src/main.ts'),
      env: { ...shared, TRUSS_MIRROR_POLICY: settings.mirrorPolicy },
    },
    {
      name: 'web',
      script: join(
        dirname(require.resolve('next/package.json', { paths: [join(ROOT, 'apps/web')] })),
        'dist/bin/next',
      ),
      args: ['start', '--hostname', '127.0.0.1', '--port', String(ports.web)],
      nodeArgs: ['--import', new URL('../supervise/end-with-parent.ts', import.meta.url).href],
      cwd: join(ROOT, 'apps/web'),
      env: {
        ...base,
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        TRUSS_PUBLIC_URL: settings.baseUrl,
        TRUSS_INTERNAL_URL: `http://127.0.0.1:${ports.internal}`,
        TRUSS_INTERNAL_SECRET: prepared.secrets.internalSecret,
        TRUSS_REGISTRY_URL: settings.registryUrl,
        TRUSS_INSTANCE_ID: prepared.keys.instance,
        TRUSS_INSTANCE_NAME: settings.name,
        TRUSS_OPENID_KEY_FILE: prepared.openIdKeyFile,
        TRUSS_SESSION_SECRET: prepared.secrets.sessionSecret,
      },
    },
  ]
}
