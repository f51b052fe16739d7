import { readFile } from 'node:fs/promises'

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 }

export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

/** The closing line. */
export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/** Whether a run may be called good: something ran, and nothing failed. */
export function isGood({ passed, failed }: Counts): boolean {
  return passed > 0 && failed === 0
}

/**
 * Counts of vitest's JSON report. A file that could not be loaded, an error outside any test and a report that is not
 * there are failures without a failed test: each counts as one.
 */
export function countVitest(report: unknown, exitCode: number): Counts {
  const read = record(report)
  const files = Array.isArray(read.testResults) ? read.testResults.map(record) : []
  const unloadable = files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && Array.isArray(assertionResults) && assertionResults.length === 0,
  ).length
  const counts = {
    passed: number(read.numPassedTests),
    failed: number(read.numFailedTests) + unloadable,
    skipped: number(read.numPendingTests) + number(read.numTodoTests),
  }
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/** Counts of Playwright's JSON report. A test that passed at the second try has failed. */
export function countPlaywright(report: unknown, exitCode: number): Counts {
  const stats = record(record(report).stats)
  const counts = {
    passed: number(stats.expected),
    failed: number(stats.unexpected) + number(stats.flaky),
    skipped: number(stats.skipped),
  }
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/** How many tests Playwright would run, from the report of `--list`. */
export function countListed(report: unknown): number {
  const read = record(report)
  const suites = Array.isArray(read.suites) ? read.suites : []
  const specs = Array.isArray(read.specs) ? read.specs.map(record) : []
  const here = specs.reduce((sum, { tests }) => sum + (Array.isArray(tests) ? tests.length : 0), 0)
  return suites.reduce((sum: number, suite) => sum + countListed(suite), here)
}

/** A report, or undefined when there is none that can be read. */
export async function readReport(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return undefined
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
