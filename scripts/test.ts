import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ROOT, runNode } from './run-command.ts'
import {
  add,
  type Counts,
  countListed,
  countPlaywright,
  countVitest,
  isGood,
  NONE,
  readReport,
  summary,
} from './test-counts.ts'
import { provideTestPrograms } from './test-needs.ts'
import { ensureWebBuild } from './web-build.ts'

// The test command: what is needed beyond npm is installed or named, the pages are built, then everything runs:
// vitest over packages, services and networks, Playwright over the pages. The last line counts all of it.

const VITEST = 'node_modules/vitest/vitest.mjs'
const PLAYWRIGHT = 'node_modules/@playwright/test/cli.js'
const BROWSER_TESTS = 'e2e/browser/playwright.config.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)

async function main(filters: readonly string[]): Promise<void> {
  await using open = new AsyncDisposableStack()
  const reports = await mkdtemp(join(tmpdir(), 'truss-test-reports-'))
  open.defer(() => rm(reports, { recursive: true, force: true }))
  const env = testEnvironment(process.env)

  const { chromium } = await provideTestPrograms({ say, env })
  // A build that fails does not keep the tests that need no pages from running.
  const build = await ensureWebBuild(say).then(
    () => NONE,
    (error: unknown) => {
      say(error instanceof Error ? error.message : String(error))
      return { ...NONE, failed: 1 }
    },
  )
  say('\nPackages, services and networks')
  const vitest = await runVitest(join(reports, 'vitest.json'), filters, env)
  const browser =
    filters.length > 0
      ? NONE
      : await runBrowserTests(join(reports, 'browser.json'), { ...env, TRUSS_CHROMIUM: chromium ?? '' })
  const total = [build, vitest, browser].reduce(add)
  if (total.passed === 0) say('nothing ran')
  say(`\n${summary(total)}`)
  if (!isGood(total)) process.exitCode = 1
}

/** The caller's settings of Truss and of git must not leak into tests; what tests may be told is named here. */
function testEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(TRUSS_|GIT_|NODE_OPTIONS$|NODE_ENV$)/.test(name))
  const designs = env.TRUSS_DESIGNS_DIR ?? join(ROOT, '../shared/designs')
  return {
    ...Object.fromEntries(kept),
    ...(existsSync(designs) ? { TRUSS_DESIGNS_DIR: resolve(designs) } : {}),
    NEXT_TELEMETRY_DISABLED: '1',
    NO_COLOR: '1',
  }
}

async function runVitest(
  report: string,
  filters: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Counts> {
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters]
  const { code } = await runNode(VITEST, args, { env, show: true })
  return countVitest(await readReport(report), code)
}

/** Without a browser every one of these tests is counted as skipped. */
async function runBrowserTests(report: string, env: NodeJS.ProcessEnv): Promise<Counts> {
  say('\nPages in a browser')
  if (!existsSync(join(ROOT, BROWSER_TESTS))) {
    say(`${BROWSER_TESTS} is not there, so there are none`)
    return NONE
  }
  const args = ['test', '--config', BROWSER_TESTS]
  // Playwright forces colours upon its workers unless told so, and Node then complains about NO_COLOR.
  const told = { ...env, NO_COLOR: undefined, FORCE_COLOR: '0', PLAYWRIGHT_JSON_OUTPUT_NAME: report }
  if (env.TRUSS_CHROMIUM === '') {
    await runNode(PLAYWRIGHT, [...args, '--list', '--reporter=json'], { env: told })
    const skipped = countListed(await readReport(report))
    say(`${skipped} skipped: no browser`)
    return { ...NONE, skipped }
  }
  const { code } = await runNode(PLAYWRIGHT, [...args, '--reporter=list,json'], { env: told, show: true })
  return countPlaywright(await readReport(report), code)
}

await main(process.argv.slice(2))
