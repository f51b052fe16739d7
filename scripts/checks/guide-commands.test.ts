import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { USAGE } from '@truss/dev-network/demo/options'
import { expect, test } from 'vitest'
import { ROOT } from '../run-command.ts'
import { listFiles } from './list-files.ts'

interface Command {
  readonly where: string
  readonly words: readonly string[]
}

/** Commands that pages show, after `npm run <script> --`, whether in a line of their own or in the text. */
async function commandsOf(script: string): Promise<Command[]> {
  const pages = (await listFiles()).filter((file) => file.endsWith('.md'))
  const found = await Promise.all(
    pages.map(async (file) => {
      const text = await readFile(join(ROOT, file), 'utf8')
      const pattern = new RegExp(`npm run ${script} -- ([^\`\\n]*)`, 'g')
      return [...text.matchAll(pattern)].map(([, rest = '']) => ({ where: file, words: rest.split(/\s+/) }))
    }),
  )
  return found.flat()
}

const optionsIn = (text: string) => new Set(text.match(/--[a-z][a-z-]*/g))
const truss = (...args: string[]) =>
  execFileSync(process.execPath, [join(ROOT, 'apps/cli/src/main.ts'), ...args, '--help'], {
    encoding: 'utf8',
  })

test('every `truss` command that a page shows is one, with options that it has', async () => {
  const commands = await commandsOf('truss')
  expect(commands.length).toBeGreaterThan(0)
  const known = [...truss().matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name)
  for (const { where, words } of commands) {
    const [name = '', ...rest] = words
    expect(known, `${where} shows truss ${name}`).toContain(name)
    const options = optionsIn(truss(name))
    for (const option of optionsIn(rest.join(' ')))
      expect(options, `${where} shows ${option}`).toContain(option)
  }
})

test('every option of the demo that a page shows exists', async () => {
  const options = optionsIn(USAGE)
  for (const { where, words } of await commandsOf('demo')) {
    for (const option of optionsIn(words.join(' ')))
      expect(options, `${where} shows ${option}`).toContain(option)
  }
})
