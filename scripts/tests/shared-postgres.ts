import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { startEmbeddedPostgres } from '@truss/db/postgres/embedded'
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
  const dataDir = join(tmpdir(), `truss-tests-${randomBytes(6).toString('hex')}`, 'postgres')
  const server = await startEmbeddedPostgres({ dataDir, durable: false })
  const url = server.url('postgres')
  project.provide('postgresUrl', url)
  // For suites that know nothing of this file and take a server that somebody else runs.
  process.env.TEST_DATABASE_URL = url
  return async () => {
    await server[Symbol.asyncDispose]()
    await rm(dirname(dataDir), { recursive: true, force: true, maxRetries: 3 })
  }
}

/**
 * Which files were asked for, as far as the command line tells. Too few are no harm: a file that finds no shared server
 * starts its own.
 */
function wordsOf(argv: readonly string[]): string[] {
  return argv.slice(2).filter((word) => !word.startsWith('-') && word !== 'run' && word !== 'watch')
}
