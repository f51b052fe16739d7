import { expect, test } from 'vitest'
import { add, countListed, countPlaywright, countVitest, isGood, summary } from './test-counts.ts'

const passedFile = { status: 'passed', assertionResults: [{ status: 'passed' }] }

test('what vitest ran is counted, with tests that are still to be written among the skipped', () => {
  const report = {
    numPassedTests: 4,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [passedFile],
  }
  expect(countVitest(report, 1)).toEqual({ passed: 4, failed: 1, skipped: 3 })
})

test('a file that cannot be loaded is a failure, although no test of it failed', () => {
  const broken = { status: 'failed', assertionResults: [] }
  const report = { numPassedTests: 4, numFailedTests: 0, testResults: [passedFile, broken] }
  expect(countVitest(report, 1)).toEqual({ passed: 4, failed: 1, skipped: 0 })
})

test.each([countVitest, countPlaywright])('a run that ends badly without a report has failed', (count) => {
  expect(count(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

test('an error outside any test is a failure', () => {
  expect(countVitest({ numPassedTests: 4, numFailedTests: 0, testResults: [passedFile] }, 1).failed).toBe(1)
})

test('a browser test that passes at the second try has failed', () => {
  const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }
  expect(countPlaywright({ stats }, 1)).toEqual({ passed: 5, failed: 2, skipped: 2 })
})

test('tests that are only listed are counted through nested suites', () => {
  const spec = { tests: [{}, {}] }
  expect(countListed({ suites: [{ specs: [spec], suites: [{ specs: [spec] }] }, { specs: [] }] })).toBe(4)
  expect(countListed(undefined)).toBe(0)
})

test('a run is good when something ran and nothing failed', () => {
  const passed = { passed: 2, failed: 0, skipped: 1 }
  expect(isGood(passed)).toBe(true)
  expect(isGood({ ...passed, failed: 1 })).toBe(false)
  expect(isGood({ ...passed, passed: 0 })).toBe(false)
  expect(summary(add(passed, passed))).toBe('4 passed, 0 failed, 2 skipped')
})
