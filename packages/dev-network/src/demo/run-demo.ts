import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureWebBuild } from '@truss/cli/commands/ensure-web-build'
import { registryProgram } from '@truss/cli/commands/up'
import { openDatabases } from '@truss/cli/commands/with-database'
import { ROOT } from '@truss/cli/instance/instance-programs'
import type { InstanceSettings } from '@truss/cli/instance/instance-settings'
import type { InstanceNews } from '@truss/cli/instance/run-instance'
import { demoLayout } from './demo-layout.ts'
import { type DemoProcess, message, startDemoProcess } from './demo-process.ts'
import type { DemoOptions } from './options.ts'
import { printTable } from './print-table.ts'
import type { Progress } from './progress.ts'
import { type ReadyFile, removeReadyFile, writeReadyFile } from './ready-file.ts'
import { type Seeded, seedNetwork } from './seed-network.ts'
import { waitFor } from './wait-for.ts'

interface RunningInstance {
  readonly settings: InstanceSettings
  readonly process: DemoProcess
  pids: Record<string, number>
  level: string
}

/** Runs the demo network until the signal. What starts here ends here, in reverse. */
export async function runDemo(
  options: DemoOptions,
  env: { path: string },
  stop: AbortSignal,
  progress: Progress,
): Promise<void> {
  await using open = new AsyncDisposableStack()
  const { readyFile } = options
  if (readyFile !== undefined) {
    await removeReadyFile(readyFile)
    open.defer(() => removeReadyFile(readyFile))
  }
  const layout = demoLayout(options, env.path)
  await mkdir(join(options.dataDir, 'logs'), { recursive: true })
  const log = (name: string) => join(options.dataDir, 'logs', `${name}.log`)

  await progress.step('Building the pages', () => ensureWebBuild(progress.note))
  const databases = open.use(
    openDatabases({ dataDir: options.dataDir, port: layout.postgresPort, say: progress.note }),
  )
  const { registry, registryDatabase } = await progress.step(
    'Starting PostgreSQL and the registry',
    async () => {
      const registryDatabase = await databases.url('registry', undefined)
      const program = registryProgram(
        {
          ...layout.registry,
          host: '127.0.0.1',
          databaseUrl: undefined,
          name: 'Truss demo',
          joinLevel: 'mirror',
        },
        registryDatabase,
        {
          dataDir: options.dataDir,
          logLevel: 'warn',
          allowPrivateOrigins: layout.instances[0]?.allowPrivateOrigins ?? [],
          path: env.path,
        },
      )
      const registry = open.use(
        startDemoProcess({
          name: 'registry',
          args: [program.script],
          env: program.env,
          logFile: log('registry'),
        }),
      )
      await waitFor(`${layout.registry.url}/v1/registry`, registry, stop)
      stop.throwIfAborted()
      return { registry, registryDatabase }
    },
  )

  // A child that was restarted has a new process id; whoever reads the file should find it.
  let tell = () => {}
  const instances = await progress.step('Starting oak, birch and reed', () =>
    Promise.all(
      layout.instances.map(async (place): Promise<RunningInstance> => {
        const databaseUrl = await databases.instance(place.name)
        stop.throwIfAborted()
        const settings = { ...place, databaseUrl }
        const process = open.use(startInstance(settings, log(place.name), env.path))
        const instance: RunningInstance = { settings, process, pids: {}, level: 'applied' }
        process.child.on('message', (news: InstanceNews) => {
          if (news.kind === 'step') return
          // One that is being restarted is not in the news: its last id stays, so that every place keeps its meaning.
          instance.pids = { ...instance.pids, ...news.pids }
          tell()
        })
        const ready = await message(process, isReady, stop)
        if (!ready.instance) throw new Error(`${place.name} could not join the registry`)
        instance.level = ready.instance.level
        return instance
      }),
    ),
  )

  const seeded = await seedNetwork(
    {
      registryUrl: layout.registry.url,
      registryDatabase,
      instances: instances.map(({ settings }) => settings),
      dataDir: options.dataDir,
      designsDir: options.designsDir,
      stop,
    },
    progress,
  )
  // One after the other: the last one to write must be the last one that was told.
  let told = announce(options, layout.registry.url, registry, instances, seeded)
  tell = () => {
    told = told
      .then(() => announce(options, layout.registry.url, registry, instances, seeded))
      .catch((error: unknown) => progress.note(`the ready file could not be written: ${String(error)}`))
  }
  await told
  printTable(
    layout.registry.url,
    instances.map(({ settings }) => settings),
    seeded,
  )
  for (const process of [registry, ...instances.map((instance) => instance.process)]) {
    void process.ended.then((how) => {
      if (!stop.aborted)
        progress.note(
          `${process.name} ended (${how}). The others go on; start the demo again to bring it back.`,
        )
    })
  }
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }))
  progress.note('stopping')
}

function startInstance(settings: InstanceSettings, logFile: string, path: string): DemoProcess {
  const { ports } = settings
  return startDemoProcess({
    name: settings.name,
    args: [join(ROOT, 'apps/cli/src/main.ts'), 'instance'],
    logFile,
    env: {
      PATH: path,
      HOME: settings.dataDir,
      LC_ALL: 'C.UTF-8',
      TRUSS_INSTANCE_NAME: settings.name,
      TRUSS_BASE_URL: settings.baseUrl,
      TRUSS_REGISTRY_URL: settings.registryUrl,
      TRUSS_DATA_DIR: settings.dataDir,
      TRUSS_DATABASE_URL: settings.databaseUrl,
      TRUSS_PORT: String(ports.gateway),
      TRUSS_WEB_PORT: String(ports.web),
      TRUSS_INTERNAL_PORT: String(ports.internal),
      TRUSS_ALLOW_PRIVATE_ORIGINS: settings.allowPrivateOrigins.join(','),
      TRUSS_MIRROR_AFTER_MISSES: String(settings.missesBeforeMirroring),
      TRUSS_MAX_PUSH_BYTES: String(settings.maxPushBytes),
      TRUSS_LOG_LEVEL: settings.logLevel,
    },
  })
}

function isReady(value: unknown): value is Extract<InstanceNews, { kind: 'ready' }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'ready'
}

async function announce(
  options: DemoOptions,
  registryUrl: string,
  registry: DemoProcess,
  instances: readonly RunningInstance[],
  seeded: Seeded,
): Promise<void> {
  if (options.readyFile === undefined) return
  const ready: ReadyFile = {
    pid: process.pid,
    registry: { url: registryUrl, pid: registry.pid },
    instances: instances.map(({ settings, process, pids }) => ({
      name: settings.name,
      level: seeded.levels[settings.name] ?? 'mirror',
      url: settings.baseUrl,
      apiUrl: `${settings.baseUrl}/-/api/v1`,
      gitUrl: settings.baseUrl,
      sshUrl: null,
      pids: [process.pid, ...['gateway', 'worker', 'web'].map((name) => pids[name] ?? 0)],
      dataDir: settings.dataDir,
    })),
    people: seeded.people,
    designs: seeded.designs,
  }
  await writeReadyFile(options.readyFile, ready)
}
