import { stopSignal } from '@truss/cli/supervise/stop-signal'
import { readDemoOptions, USAGE } from './options.ts'
import { createProgress } from './progress.ts'
import { runDemo } from './run-demo.ts'

const stop = stopSignal()
try {
  // npm runs scripts in the repository; people mean the folder they stand in.
  const options = readDemoOptions(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd())
  await runDemo(
    options,
    { path: process.env.PATH ?? '/usr/bin:/bin' },
    stop,
    createProgress((text) => process.stdout.write(text)),
  )
} catch (error) {
  if (!stop.aborted) {
    const text = error instanceof Error ? error.message : String(error)
    process.stderr.write(`\nThe demo could not start: ${text}\n\n${USAGE}`)
    process.exitCode = 1
  }
}
