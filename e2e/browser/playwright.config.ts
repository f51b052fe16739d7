import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

/*
 * The whole demo network, in processes of its own, with a new data folder for each run. Without a Chromium every
 * test is skipped, and counted as that.
 */
const run = process.env.TRUSS_BROWSER_RUN ?? String(process.pid)
// Workers read the configuration again and must find the same network.
process.env.TRUSS_BROWSER_RUN = run
const folder = join(tmpdir(), `truss-browser-${run}`)
const portBase = Number(process.env.TRUSS_BROWSER_PORT_BASE ?? 20_000 + (Number(run) % 400) * 100)
const chromium = process.env.TRUSS_CHROMIUM ?? '/usr/bin/chromium'

process.env.TRUSS_READY_FILE = join(folder, 'ready.json')

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  // The journeys share one network; one after the other is quickest on two cores.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? join(folder, 'report.json') }],
  ],
  outputDir: join(folder, 'results'),
  use: {
    locale: 'en-GB',
    trace: 'off',
    launchOptions: {
      executablePath: chromium,
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  ...(chromium === ''
    ? {}
    : {
        webServer: {
          command: `exec ${process.execPath} packages/dev-network/src/demo/main.ts --data ${join(folder, 'data')} --port-base ${portBase} --ready-file ${join(folder, 'ready.json')}`,
          cwd: join(import.meta.dirname, '../..'),
          // Nothing listens here before the ready file is written.
          wait: { stdout: /The network is up/ },
          timeout: 240_000,
          gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
          stdout: 'ignore',
          stderr: 'pipe',
        },
      }),
})
