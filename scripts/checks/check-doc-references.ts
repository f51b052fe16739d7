import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { ROOT } from '../run-command.ts'
import { listFiles } from './list-files.ts'

/** Finds every path and every npm script that a page or a comment names and that is not there. */
export async function checkDocReferences(): Promise<string[]> {
  const findings: string[] = []
  const scripts = await npmScripts()
  for (const file of await listFiles()) {
    if (!/\.(md|tsx?|mjs|ya?ml|service|toml|css)$|Caddyfile|Dockerfile|\.env\.example$/.test(file)) continue
    // The checks' own tests name what is not there.
    if (file.startsWith('scripts/checks/')) continue
    const text = await readFile(join(ROOT, file), 'utf8').catch(() => '')
    const lines = text.split('\n')
    for (const [index, line] of lines.entries()) {
      for (const name of file.endsWith('.md') ? scriptsInMarkdown(line) : []) {
        if (!scripts.has(name))
          findings.push(`${file}:${index + 1} names npm run ${name}, which does not exist`)
      }
      const paths = file.endsWith('.md') ? pathsInMarkdown(line, file) : pathsInComment(line)
      for (const path of new Set(paths)) {
        if (!existsSync(join(ROOT, path)))
          findings.push(`${file}:${index + 1} names ${path}, which does not exist`)
      }
    }
  }
  return findings
}

export function scriptsInMarkdown(line: string): string[] {
  return [...line.matchAll(/\bnpm run ([a-z][\w:-]*)/g)].flatMap(([, name]) => name ?? [])
}

async function npmScripts(): Promise<ReadonlySet<string>> {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }
  return new Set(Object.keys(scripts))
}

/** Paths from the root, by the folders that lie there. */
const FROM_ROOT = /(?<![\w./@-])(?:apps|packages|e2e|infra|docs|scripts|\.ci)\/[\w.@[\]()/<>*…{},-]*/g
/** Words that stand for something else: `packages/<name>/src`, `apps/*`, `docs/…`. */
const PLACEHOLDER = /[<>*…{}]|NAME|NNNN/

export function pathsInMarkdown(line: string, file: string): string[] {
  const links = [...line.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(([, target = '']) =>
    /^[a-z]+:/i.test(target) ? [] : [normalize(join(dirname(file), target))],
  )
  return [...links, ...pathsFromRoot(line.replaceAll(/\]\([^)]*\)/g, ']'))]
}

export function pathsInComment(line: string): string[] {
  const comment = /(?:^\s*(?:\*|\/\*\*?|#)|(?:^|\s)\/\/)\s(.*)$/.exec(line)?.[1]
  return comment === undefined ? [] : pathsFromRoot(comment)
}

function pathsFromRoot(text: string): string[] {
  return [...text.matchAll(FROM_ROOT)].flatMap(([found]) => {
    const path = found.replace(/[.,)\]/]+$/, '')
    // `e2e/network` is a path, `apps/registry's` ends before the quote; a lone folder name is one too.
    return PLACEHOLDER.test(found) || !path.includes('/') ? [] : [path]
  })
}
