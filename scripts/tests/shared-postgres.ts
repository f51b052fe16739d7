import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join, relative } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /**
     * Administration URL of one PostgreSQL for all test files of a run; each file makes databases of its own in it.
     * Undefined when no chosen file needs a database.
     */
    postgresUrl: string | undefined
  }
}

/** Folders whose tests never talk to a database; a run of these alone starts none. */
const WITHOUT_DATABASE =
  /^(scripts|infra|apps\/web|packages\/(blobs|client|contracts|domain|federation|git|http|models|safe-fetch|ui))\//

/** vitest calls this once for a run, before the first test file. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.TEST_DATABASE_URL
  if (given) {
    project.provide('postgresUrl', given)
    return undefined
  }
  const { testFiles } = await project.globTestFiles(wordsOf(process.argv))
  if (testFiles.every((file) => WITHOUT_DATABASE.test(relative(project.config.root, file)))) {
    project.provide('postgresUrl', undefined)
    return undefined
  }
  const keeper = fork(join(import.meta.dirname, 'postgres-keeper.ts'))
  const ended = once(keeper, 'exit')
  const url = await Promise.race([
    once(keeper, 'message').then(([message]) => urlOf(message)),
    ended.then(() => undefined),
  ])
  if (url === undefined) throw new Error('the PostgreSQL of the tests did not start')
  // It must not keep a run alive that has ended.
  keeper.unref()
  project.provide('postgresUrl', url)
  // For suites that know nothing of this file and take a server that somebody else runs.
  process.env.TEST_DATABASE_URL = url
  return async () => {
    keeper.ref()
    keeper.disconnect()
    await ended
  }
}

function urlOf(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null || !('url' in message)) return undefined
  return typeof message.url === 'string' ? message.url : undefined
}

/**
 * Which files were asked for, as far as the command line tells. Too few are no harm: a file that finds no shared server
 * starts its own.
 */
function wordsOf(argv: readonly string[]): string[] {
  return argv.slice(2).filter((word) => !word.startsWith('-') && word !== 'run' && word !== 'watch')
}
