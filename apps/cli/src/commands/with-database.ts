import { join } from 'node:path'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@truss/db/postgres/embedded'

/** Databases by name: the given ones, and for those that are not given, the PostgreSQL that comes with Truss. */
export interface Databases extends AsyncDisposable {
  url(name: 'registry' | 'instance', given: string | undefined): Promise<string>
}

export function openDatabases(options: {
  dataDir: string
  port: number
  say(text: string): void
}): Databases {
  let embedded: Promise<EmbeddedPostgres> | undefined
  return {
    async url(name, given) {
      if (given !== undefined) return given
      if (!embedded) {
        options.say('starting PostgreSQL')
        embedded = startEmbeddedPostgres({ dataDir: join(options.dataDir, 'postgres'), port: options.port })
      }
      return (await embedded).ensureDatabase(`truss_${name}`)
    },
    async [Symbol.asyncDispose]() {
      await (await embedded?.catch(() => undefined))?.[Symbol.asyncDispose]()
    },
  }
}
