import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from '../run-command.ts'
import { listFiles } from './list-files.ts'

interface Rule {
  readonly pattern: RegExp
  readonly why: string
  /** Files it holds for; all when absent. */
  readonly files?: RegExp
}

const CODE = /\.(tsx?|mjs|css)$/

/** What no file of the project may say. */
export const RULES: readonly Rule[] = [
  { pattern: /^(<{7}|>{7}|={7})( |$)/, why: 'a merge was left half done' },
  {
    pattern: /(?<![\w.~$}/-])\/(?:work|root|Users|home\/(?!truss\b)\w+)\//,
    why: "a path of somebody's machine",
  },
  {
    pattern: /https?:\/\/registry\.(npmjs|yarnpkg)\.|\bverdaccio\b/i,
    why: 'which package registry is used is local',
  },
  {
    pattern: /\b(test|it|describe)\.only\(/,
    why: 'the other tests would not run',
    files: /\.(test|spec)\.tsx?$/,
  },
  { pattern: /\bdebugger\b\s*;?$/, why: 'left over from debugging', files: CODE },
  { pattern: /@ts-ignore|@ts-nocheck/, why: 'use @ts-expect-error with the reason', files: CODE },
  { pattern: /\b(FIXME|XXX|HACK)\b/, why: 'the one mark for open ends is TODO(#number)', files: CODE },
  { pattern: /\bTODO\b(?!\(#\d+\))/, why: 'an open end names its issue: TODO(#number)', files: CODE },
]

/** The checks and their tests name what they look for. */
const EXEMPT = /^scripts\/checks\/|^LICENSE$|\.(bundle|woff2?|png|jpe?g|ico|stl|3mf|wasm)$/

/** Finds leftovers that no linter looks for. */
export async function checkWords(): Promise<string[]> {
  const findings: string[] = []
  for (const file of await listFiles()) {
    if (EXEMPT.test(file)) continue
    const text = await readFile(join(ROOT, file), 'utf8').catch(() => '')
    for (const [index, line] of text.split('\n').entries())
      findings.push(...forbiddenIn(file, line, index + 1))
  }
  return findings
}

export function forbiddenIn(file: string, line: string, number: number): string[] {
  return RULES.flatMap(({ pattern, why, files }) => {
    const found = files === undefined || files.test(file) ? pattern.exec(line)?.[0] : undefined
    return found === undefined ? [] : [`${file}:${number} says ${JSON.stringify(found)}: ${why}`]
  })
}
