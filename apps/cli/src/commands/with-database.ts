import { join } from 'node:path'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@truss/db/postgres/embedded'

const RESTART_PAUSE_MS = 500

/** Databases by name: the given ones, and for those that are not given, the PostgreSQL that comes with Truss. */
export interface Databases extends AsyncDisposable {
  url(name: 'registry' | 'instance', given: string | undefined): Promise<string>
  /** One of several instances on this server. */
  instance(name: string): Promise<string>
}

export function openDatabases(options: {
  dataDir: string
  port: number
  say(text: string): void
}): Databases {
  let server: Promise<EmbeddedPostgres> | undefined
  let closing = false

  function start(): Promise<EmbeddedPostgres> {
    const started = startEmbeddedPostgres({ dataDir: join(options.dataDir, 'postgres'), port: options.port })
    // Somebody killed it: everything else waits for it and goes on when it is back.
    void started.then(
      async ({ exited }) => {
        await exited
        if (closing) return
        options.say('PostgreSQL ended, starting it again')
        server = restart()
      },
      () => {},
    )
    return started
  }

  /** Its killed predecessor's sessions may hold the port and the shared memory for a while yet. */
  async function restart(): Promise<EmbeddedPostgres> {
    for (;;) {
      try {
        return await start()
      } catch (error) {
        if (closing) throw error
        options.say(`PostgreSQL could not be started, trying again: ${String(error)}`)
        await new Promise((resolve) => setTimeout(resolve, RESTART_PAUSE_MS))
      }
    }
  }

  async function ensure(name: string): Promise<string> {
    if (!server) {
      options.say('starting PostgreSQL')
      server = start()
    }
    return (await server).ensureDatabase(`truss_${name}`)
  }

  return {
    url: async (name, given) => given ?? ensure(name),
    instance: (name) => ensure(`instance_${name.replaceAll(/[^a-z0-9]/g, '_')}`),
    async [Symbol.asyncDispose]() {
      closing = true
      await (await server?.catch(() => undefined))?.[Symbol.asyncDispose]()
    },
  }
}
