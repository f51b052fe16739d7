import { expect, test } from 'vitest'
import { MAX_PARENTS, readParents, remixAddress } from './remix-address.ts'

test('parents survive the address, each named once', () => {
  const address = remixAddress(['mara/spool-holder', 'ines/planetary-drive'], 'box & lid')
  expect(address).toBe('/remix?parent=mara/spool-holder&parent=ines/planetary-drive&q=box+%26+lid')
  expect(readParents(['mara/spool-holder', 'mara/spool-holder', 'otto/clamp'])).toEqual([
    'mara/spool-holder',
    'otto/clamp',
  ])
  expect(remixAddress([])).toBe('/remix')
})

test('what is no design’s name is left out', () => {
  expect(readParents(['..', 'a/b/c', '/etc/passwd', 'mara/', 'Mara/Hinge', 'mara/x.git'])).toEqual([])
  expect(readParents(undefined)).toEqual([])
  const many = Array.from({ length: 40 }, (_, at) => `mara/part-${at}`)
  expect(readParents(many)).toHaveLength(MAX_PARENTS)
})
