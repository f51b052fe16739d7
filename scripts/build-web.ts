import { ensureWebBuild } from './web-build.ts'

try {
  await ensureWebBuild((text) => process.stdout.write(`${text}\n`))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
