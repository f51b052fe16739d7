import { join } from 'node:path'
import type { InstanceSettings } from '@truss/cli/instance/instance-settings'
import type { InstanceName } from '@truss/contracts/ids'
import type { DemoOptions } from './options.ts'
import { INSTANCES } from './people.ts'

export interface DemoLayout {
  readonly registry: { readonly url: string; readonly port: number }
  readonly postgresPort: number
  readonly instances: readonly Omit<InstanceSettings, 'databaseUrl'>[]
}

/** Which ports and folders everything has. The registry is at the base, instances every ten. */
export function demoLayout(options: DemoOptions, path: string): DemoLayout {
  const { portBase, dataDir } = options
  const registry = { url: `http://localhost:${portBase}`, port: portBase }
  const places = INSTANCES.map(({ name }, index) => ({ name, port: portBase + 10 * (index + 1) }))
  const baseUrl = (port: number) => `http://localhost:${port}`
  // Exactly these private origins are allowed; there is no switch for all.
  const allowPrivateOrigins = [registry.url, ...places.map(({ port }) => baseUrl(port))]
  return {
    registry,
    postgresPort: portBase + 1,
    instances: places.map(({ name, port }) => ({
      name: name as InstanceName,
      baseUrl: baseUrl(port),
      registryUrl: registry.url,
      dataDir: join(dataDir, name),
      redisUrl: undefined,
      host: '127.0.0.1',
      ports: { gateway: port, web: port + 1, internal: port + 2 },
      allowPrivateOrigins,
      mirrorPolicy: 'on-demand' as const,
      missesBeforeMirroring: 1,
      maxPushBytes: 512 * 1024 ** 2,
      logLevel: 'warn',
      path,
    })),
  }
}
