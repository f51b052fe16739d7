import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CHROMIUM, findProgram, installWithApt, missingLine, type Need, REDIS } from './test-needs.ts'

let folder: string
let env: NodeJS.ProcessEnv
const said: string[] = []
const say = (text: string) => said.push(text)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truss-needs-'))
  env = { PATH: `${folder}:/usr/bin:/bin` }
  said.length = 0
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function program(name: string, script: string): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`)
  await chmod(join(folder, name), 0o755)
}

const need = (name: string): Need => ({
  ...REDIS,
  name,
  programs: [`truss-${name}`],
  debian: `truss-${name}`,
})

test('a program is found where it runs, and not where it is only a stub', async () => {
  await program('truss-stub', 'echo "install the snap"; exit 1')
  await program('truss-real', 'echo 1.0')
  expect(await findProgram(need('stub'), env)).toBeUndefined()
  expect(await findProgram(need('real'), env)).toBe(join(folder, 'truss-real'))
  expect(await findProgram(need('absent'), env)).toBeUndefined()
})

test('what stays missing is named with what is skipped for it', () => {
  expect(missingLine(CHROMIUM)).toMatch(/^Chromium is missing .* browser tests are skipped .*chromium\)$/)
})

test.skipIf(process.getuid?.() !== 0 || !(await isDebian()))(
  'as root on Debian, packages are installed one by one, and one that fails keeps none away',
  async () => {
    const log = join(folder, 'log')
    await program(
      'apt-get',
      `echo "$*" >> ${log}; case "$*" in *truss-bad*) echo "E: no such package"; exit 100;; esac`,
    )
    await installWithApt([need('bad'), need('good')], { say, env })
    const calls = (await readFile(log, 'utf8')).split('\n').filter((line) => line.includes('-y'))
    expect(calls).toHaveLength(3)
    expect(calls[0]).toMatch(/update$/)
    expect(calls[1]).toMatch(/install --no-install-recommends truss-bad$/)
    expect(calls[2]).toMatch(/install --no-install-recommends truss-good$/)
    expect(said).toEqual([
      'installing truss-bad and truss-good with apt-get, which takes a minute or two',
      'apt-get could not install truss-bad: E: no such package',
    ])
  },
)

async function isDebian(): Promise<boolean> {
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(await readFile('/etc/os-release', 'utf8').catch(() => ''))
}
