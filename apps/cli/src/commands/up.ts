import { join } from 'node:path'
import { type Environment, type RegistrySettings, readUpSettings } from '../config.ts'
import { ROOT } from '../instance/instance-programs.ts'
import { aborted, answers, runInstance } from '../instance/run-instance.ts'
import { stopSignal } from '../supervise/stop-signal.ts'
import { type Program, supervise } from '../supervise/supervise.ts'
import { ensureWebBuild } from './ensure-web-build.ts'
import { openDatabases } from './with-database.ts'

/** `truss up`: a registry and one instance on a data folder. */
export async function upCommand(env: Environment, say: (text: string) => void): Promise<void> {
  const { instance, registry, postgresPort } = readUpSettings(env)
  const stop = stopSignal()
  await using databases = openDatabases({ dataDir: instance.dataDir, port: postgresPort, say })
  const registryDatabase = await databases.url('registry', registry.databaseUrl)
  const databaseUrl = await databases.url('instance', instance.databaseUrl)
  await ensureWebBuild(say)
  say('starting the registry')
  await using _registry = supervise([registryProgram(registry, registryDatabase, instance)], {
    onChange: () => {},
    onDeath: (name, how) => say(`${name} ended (${how}), starting it again`),
    onOutput: (name, line) => process.stdout.write(`${name} ${line}\n`),
  })
  await answers(`http://127.0.0.1:${registry.port}/v1/registry`, stop)
  await runInstance({ ...instance, databaseUrl }, stop, (news) => {
    if (news.kind === 'step') say(news.text)
    if (news.kind !== 'ready') return
    say(`the registry is up at ${registry.url}, the instance at ${instance.baseUrl}. Ctrl-C stops both.`)
    if (news.instance?.level !== 'trusted') {
      say(`${instance.name} is a mirror until you, the operator, trust it: ${registry.url}/console/instances`)
    }
  })
  await aborted(stop)
}

/** The registry as a process of its own, with exactly the environment it reads. */
export function registryProgram(
  registry: RegistrySettings,
  databaseUrl: string,
  common: { dataDir: string; logLevel: string; allowPrivateOrigins: readonly string[]; path: string },
): Program {
  return {
    name: 'registry',
    script: join(ROOT, 'apps/registry/src/main.ts'),
    env: {
      PATH: common.path,
      HOME: common.dataDir,
      LC_ALL: 'C.UTF-8',
      TRUSS_REGISTRY_URL: registry.url,
      TRUSS_REGISTRY_HOST: registry.host,
      TRUSS_REGISTRY_PORT: String(registry.port),
      TRUSS_REGISTRY_DATABASE_URL: databaseUrl,
      TRUSS_REGISTRY_NAME: registry.name,
      TRUSS_JOIN_LEVEL: registry.joinLevel,
      TRUSS_ALLOW_PRIVATE_ORIGINS: common.allowPrivateOrigins.join(','),
      TRUSS_LOG_LEVEL: common.logLevel,
    },
  }
}
