import type { InstanceName } from '@truss/contracts/ids'

/** What is decided about an instance before it runs. */
export interface InstanceSettings {
  readonly name: InstanceName
  readonly baseUrl: string
  readonly registryUrl: string
  readonly dataDir: string
  readonly databaseUrl: string
  readonly redisUrl: string | undefined
  readonly host: string
  readonly ports: { readonly gateway: number; readonly web: number; readonly internal: number }
  readonly allowPrivateOrigins: readonly string[]
  readonly mirrorPolicy: 'on-demand' | 'all'
  readonly missesBeforeMirroring: number
  readonly maxPushBytes: number
  readonly logLevel: string
  /** PATH of the child processes, where git is found. */
  readonly path: string
}
