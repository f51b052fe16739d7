import { type Environment, readInstanceSettings } from '../config.ts'
import { type InstanceNews, runInstance } from '../instance/run-instance.ts'
import { stopSignal } from '../supervise/stop-signal.ts'
import { openDatabases } from './with-database.ts'

/** `truss instance`: runs one instance as the environment says, and tells its parent how it goes. */
export async function instanceCommand(env: Environment, say: (text: string) => void): Promise<void> {
  const { instance, postgresPort } = readInstanceSettings(env)
  const stop = stopSignal()
  await using databases = openDatabases({ dataDir: instance.dataDir, port: postgresPort, say })
  const databaseUrl = await databases.url('instance', instance.databaseUrl)
  await runInstance({ ...instance, databaseUrl }, stop, (news) => report(news, say))
}

function report(news: InstanceNews, say: (text: string) => void): void {
  if (process.connected) process.send?.(news)
  else if (news.kind === 'step') say(news.text)
}
