import { expect, test } from 'vitest'
import { formatDay, groupByDay } from './group-by-day.ts'

test('neighbours of a day stand together and the order stays', () => {
  const at = ['2026-11-12T23:59:59.999Z', '2026-11-12T00:00:00.000Z', '2026-11-11T09:00:00.000Z']
  expect(groupByDay(at, (time) => time)).toEqual([
    { day: '2026-11-12', items: at.slice(0, 2) },
    { day: '2026-11-11', items: at.slice(2) },
  ])
})

test('commits that jump back in time make a new group instead of moving', () => {
  const at = ['2026-11-12T10:00:00.000Z', '2026-11-10T10:00:00.000Z', '2026-11-12T08:00:00.000Z']
  expect(groupByDay(at, (time) => time).map(({ day }) => day)).toEqual([
    '2026-11-12',
    '2026-11-10',
    '2026-11-12',
  ])
})

test('a day is written for people', () => {
  expect(formatDay('2026-11-12')).toBe('Thursday, 12 November 2026')
})
