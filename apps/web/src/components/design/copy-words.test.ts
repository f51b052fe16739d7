import type { CopyStatus, Holder } from '@truss/contracts/views'
import { expect, test } from 'vitest'
import { copiesHeadline, holderWords, stateWords } from './copy-words.ts'

const holder = (more: Partial<Holder>) =>
  ({
    name: 'oak',
    baseUrl: 'https://oak.example',
    host: false,
    seq: 41,
    current: true,
    at: null,
    ...more,
  }) as Holder
const copy = (more: Partial<CopyStatus>): CopyStatus => ({
  verdict: 'verified',
  host: false,
  epoch: 1,
  seq: 41,
  asOf: null,
  reason: null,
  ...more,
})

test('the headline counts mirrors, not the host', () => {
  expect(copiesHeadline([])).toBe('No verified copy is known')
  expect(copiesHeadline([holder({ host: true })])).toBe('One copy, at the host')
  expect(copiesHeadline([holder({ host: true }), holder({})])).toBe('Verified on 1 mirror')
  expect(copiesHeadline([holder({ host: true }), holder({}), holder({})])).toBe('Verified on 2 mirrors')
})

test('a holder that lags says how far', () => {
  expect(holderWords(holder({ host: true }), 41)).toBe('host, state 41')
  expect(holderWords(holder({ seq: 40, current: false }), 41)).toBe('mirror, state 40 of 41')
})

test('a refused copy says why', () => {
  expect(stateWords(copy({ verdict: 'refused', reason: 'the refs digest differs' }), 41)).toBe(
    'the refs digest differs',
  )
  expect(stateWords(copy({ verdict: 'as-of', seq: 40 }), 41)).toBe('mirror, state 40 of 41')
  expect(stateWords(copy({ verdict: 'absent', seq: null }), 41)).toBe('no files here')
})
