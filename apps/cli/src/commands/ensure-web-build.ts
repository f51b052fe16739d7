import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { ROOT } from '../instance/instance-programs.ts'

/**
 * Builds the pages when they changed since the last build. The script decides that; here its progress is passed on.
 *
 * @throws {Error} when the build fails
 */
export async function ensureWebBuild(say: (text: string) => void): Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/build-web.ts')], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let tail = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) if (line.trim() !== '') say(line.trim())
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-4000)
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`the pages could not be built:\n${tail}`)
}
