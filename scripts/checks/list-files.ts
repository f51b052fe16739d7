import { runCommand } from '../run-command.ts'

/** Files of the project: what git tracks or would track, without what is ignored. Paths from the root. */
export async function listFiles(): Promise<string[]> {
  const { code, output } = await runCommand('git', [
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
  ])
  if (code !== 0) throw new Error(`git ls-files failed: ${output}`)
  return [...new Set(output.split('\0').filter(Boolean))].sort()
}
