import { join } from 'node:path'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@truss/db/postgres/embedded'

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
  let embedded: Promise<EmbeddedPostgres> | undefined
  async function ensure(name: string): Promise<string> {
    if (!embedded) {
      options.say('starting PostgreSQL')
      embedded = startEmbeddedPostgres({ dataDir: join(options.dataDir, 'postgres'), port: options.port })
    }
    return (await embedded).ensureDatabase(`truss_${name}`)
  }
  return {
    url: async (name, given) => given ?? ensure(name),
    instance: (name) => ensure(`instance_${name.replaceAll(/[^a-z0-9]/g, '_')}`),
    async [Symbol.asyncDispose]() {
      await (await embedded?.catch(() => undefined))?.[Symbol.asyncDispose]()
    },
  }
}
