import { expect, test } from 'vitest'
import { HEAD, sampleInstances, sampleRows } from '../../../test/sample-people.ts'
import { byNeed, instanceLag, instanceState } from './instance-state.ts'

const NOW = Date.now()
const rows = sampleRows(sampleInstances('http://127.0.0.1:4300'))
const stateOf = (name: string) => {
  const row = rows.find(({ instance }) => instance.name === name)
  return row && instanceState(row, HEAD, NOW)
}

test('an instance is judged by what was heard of it', () => {
  expect(stateOf('oak')).toBe('in-order')
  expect(stateOf('reed')).toBe('silent')
  expect(stateOf('ringlab.example')).toBe('waiting')
  expect(stateOf('oldmirror.example')).toBe('suspended')
})

test('far behind the feed is late', () => {
  const oak = rows.find(({ instance }) => instance.name === 'oak')
  expect(oak && instanceState(oak, HEAD + 5000, NOW)).toBe('late')
})

test('lag is never negative: the head may have been read earlier than the health', () => {
  expect(instanceLag(12, 10)).toBe(0)
  expect(instanceLag(7, 10)).toBe(3)
  expect(instanceLag(null, 10)).toBeNull()
})

test('what needs a look comes first', () => {
  expect(rows.toSorted(byNeed(HEAD, NOW)).map(({ instance }) => instance.name)).toEqual([
    'oldmirror.example',
    'reed',
    'ringlab.example',
    'birch',
    'oak',
  ])
})
