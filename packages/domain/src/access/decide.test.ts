import type { AccountId } from '@truss/contracts/ids'
import { expect, test } from 'vitest'
import { type Actor, decide, type RepositoryFacts } from './decide.ts'

const mara = 'amara' as AccountId
const facts: RepositoryFacts = { owner: mara, hostedHere: true, instanceMayWrite: true }
const person = (account: string, scopes: ('read' | 'push')[] = ['read', 'push']): Actor => ({
  kind: 'person',
  account: account as AccountId,
  scopes,
})

test('everybody reads', () => {
  for (const actor of [{ kind: 'nobody' } as const, person('aeve'), person(mara)]) {
    expect(decide(actor, 'read', { ...facts, hostedHere: false, instanceMayWrite: false })).toEqual({
      allow: true,
    })
  }
})

test('the owner pushes at the host', () => {
  expect(decide(person(mara), 'push', facts)).toEqual({ allow: true })
})

test.each<[string, Actor, Partial<RepositoryFacts>]>([
  ['sign-in', { kind: 'nobody' }, {}],
  ['not-owner', person('aeve'), {}],
  ['token-scope', person(mara, ['read']), {}],
  ['not-host', person(mara), { hostedHere: false }],
  ['read-only-instance', person(mara), { instanceMayWrite: false }],
])('a push is refused: %s', (reason, actor, over) => {
  expect(decide(actor, 'push', { ...facts, ...over })).toEqual({ allow: false, reason })
})
