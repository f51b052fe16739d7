import { expect, test } from 'vitest'
import { isNarrowed, readSearch, searchAddress } from './search-address.ts'

test('a search survives its own address', () => {
  const search = readSearch({
    q: ' spool  ',
    kind: ['printed', 'board'],
    licence: 'MIT',
    sort: 'new',
    page: '3',
  })
  expect(search).toEqual({ q: 'spool', kind: ['printed', 'board'], licence: ['MIT'], sort: 'new', page: 3 })
  const address = new URL(searchAddress(search, { page: 3 }), 'https://x.example')
  expect(address.search).toBe('?q=spool&kind=printed&kind=board&licence=MIT&sort=new&page=3')
})

test('what cannot be meant is left out', () => {
  expect(readSearch({ kind: 'rocket', sort: 'worst', page: '-1', q: 'x'.repeat(500), host: '' })).toEqual({})
})

test('a change of anything starts at the first page', () => {
  expect(searchAddress({ q: 'gear', page: 4 }, { sort: 'new' })).toBe('/?q=gear&sort=new')
  expect(searchAddress({})).toBe('/')
})

test('an order alone does not narrow', () => {
  expect(isNarrowed({ sort: 'new', page: 2 })).toBe(false)
  expect(isNarrowed({ tag: ['gear'] })).toBe(true)
})
