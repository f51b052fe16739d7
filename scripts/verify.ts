import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkDocReferences } from './checks/check-doc-references.ts'
import { checkWords } from './checks/check-words.ts'
import { ROOT, runNode } from './run-command.ts'
import { throughLimit } from './through-limit.ts'

// Everything that needs no database and no network: format, lint, types, boundaries, references, leftovers.

interface Check {
  readonly name: string
  /** @returns what was found, in words a person can act on; nothing when all is well */
  readonly run: () => Promise<readonly string[]>
}

const PACKAGES = 'node_modules'
/** Processors of the smallest machine this should be quick on; the compilers use several threads each. */
const AT_ONCE = 2

function program(name: string, script: string, args: readonly string[]): Check {
  const quiet = { TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1', DO_NOT_TRACK: '1' }
  const env = { ...process.env, ...quiet }
  return {
    name,
    async run() {
      const { code, output } = await runNode(join(PACKAGES, script), args, { env })
      return code === 0 ? [] : [output.trim() || `ended with code ${code}`]
    },
  }
}

function checks(): Check[] {
  const folders = ['apps', 'packages'].flatMap((area) =>
    readdirSync(join(ROOT, area)).map((name) => `${area}/${name}`),
  )
  const workspaces = [...folders, 'e2e', 'scripts', 'infra'].filter((folder) =>
    existsSync(join(ROOT, folder, 'tsconfig.json')),
  )
  // Biome's rules include import cycles; its warnings count, or nobody reads them.
  const biome = ['check', '--error-on-warnings', '--colors=off', '.']
  return [
    program('format and lint', '@biomejs/biome/bin/biome', biome),
    program('boundaries', 'turbo/bin/turbo', ['boundaries', '--no-color']),
    { name: 'paths named in docs and comments', run: checkDocReferences },
    { name: 'leftovers', run: checkWords },
    ...workspaces.map((folder) =>
      program(`types of ${folder}`, 'typescript/bin/tsc', ['--noEmit', '--pretty', 'false', '-p', folder]),
    ),
  ]
}

const all = checks()
const started = performance.now()
const failed = await throughLimit(AT_ONCE, all, async ({ name, run }) => {
  const findings = await run()
  process.stdout.write(`${findings.length === 0 ? 'ok    ' : 'FAILED'}  ${name}\n`)
  for (const finding of findings) process.stdout.write(`${finding.replaceAll(/^(?=.)/gm, '        ')}\n`)
  return findings.length > 0
})
const count = failed.filter(Boolean).length
const seconds = Math.round((performance.now() - started) / 1000)
process.stdout.write(`${all.length - count} of ${all.length} checks passed in ${seconds} s\n`)
process.exitCode = count === 0 ? 0 : 1
