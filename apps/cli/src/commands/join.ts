import { type Environment, readInstanceSettings } from '../config.ts'
import { runInstance } from '../instance/run-instance.ts'
import { stopSignal } from '../supervise/stop-signal.ts'
import { ensureWebBuild } from './ensure-web-build.ts'
import { openDatabases } from './with-database.ts'

/** `truss join REGISTRY_URL`: turns this machine into a read-only mirror of that network. */
export async function joinCommand(env: Environment, say: (text: string) => void): Promise<void> {
  const { instance, postgresPort } = readInstanceSettings(env)
  const stop = stopSignal()
  await using databases = openDatabases({ dataDir: instance.dataDir, port: postgresPort, say })
  const databaseUrl = await databases.url('instance', instance.databaseUrl)
  await ensureWebBuild(say)
  await runInstance({ ...instance, databaseUrl }, stop, (news) => {
    if (news.kind === 'step') say(news.text)
    if (news.kind === 'ready') {
      const level = news.instance?.level ?? 'not yet taken up: the registry does not answer, trying on'
      say(`${instance.name} is up at ${instance.baseUrl} (${level}). Ctrl-C stops it.`)
    }
  })
}
