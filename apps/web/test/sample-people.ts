import { Account } from '@truss/contracts/accounts'
import { Instance } from '@truss/contracts/instances'
import { InstanceRow, Viewer } from '@truss/contracts/views'

/** A time so many seconds ago. */
export const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString()
const HOUR = 3600
const DAY = 24 * HOUR

const id = (length: number, text: string) => text.padEnd(length, 'a').slice(0, length)

function instance(name: string, baseUrl: string, level: string, suspended = false): Instance {
  return Instance.parse({
    id: id(26, name.replace(/[^a-z]/g, '')),
    name,
    baseUrl,
    sshUrl: level === 'trusted' ? `ssh://git@${new URL(baseUrl).hostname}:2222` : null,
    rootKey: { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) },
    keys: [],
    level,
    suspended,
    joinedAt: ago(200 * DAY),
  })
}

/** Topology of the sample: two hosts, a mirror, one that asks, one that was stopped. */
export function sampleInstances(here: string) {
  return {
    oak: instance('oak', here, 'trusted'),
    birch: instance('birch', 'https://birch.example', 'trusted'),
    reed: instance('reed', 'https://reed.example', 'mirror'),
    ringlab: instance('ringlab.example', 'https://ringlab.example', 'applied'),
    oldmirror: instance('oldmirror.example', 'https://oldmirror.example', 'mirror', true),
  }
}
export type SampleInstances = ReturnType<typeof sampleInstances>

function account(handle: string, displayName: string, home: Instance, operator = false): Account {
  return Account.parse({
    id: id(26, `a${handle.replaceAll('-', '')}`),
    handle,
    displayName,
    home: home.id,
    operator,
    createdAt: ago(300 * DAY),
  })
}

export function samplePeople({ oak, birch }: SampleInstances) {
  return {
    mara: account('mara', 'Mara Lindqvist', oak),
    otto: account('otto', 'Otto Brandt', oak, true),
    ines: account('ines', 'Inês Carvalho', birch),
    bob: account('bob', 'Bob', birch),
  }
}
export type SamplePeople = ReturnType<typeof samplePeople>

export function viewerOf(person: Account, instances: SampleInstances, here: Instance): Viewer {
  const home = Object.values(instances).find((one) => one.id === person.home)
  return Viewer.parse({
    account: person,
    homeHere: person.home === here.id,
    homeUrl: home?.baseUrl ?? null,
    homeName: home?.name ?? null,
  })
}

export function sampleRows(instances: SampleInstances): InstanceRow[] {
  const { oak, birch, reed, ringlab, oldmirror } = instances
  const decision = (
    one: Instance,
    from: string,
    to: string,
    suspended: boolean,
    reason: string,
    days: number,
  ) => ({
    instance: one.id,
    from,
    to,
    suspended,
    reason,
    operator: 'otto',
    at: ago(days * DAY),
  })
  const rows = [
    [
      oak,
      2,
      8,
      1944,
      803,
      [decision(oak, 'mirror', 'trusted', false, 'Runs since spring, backups shown.', 90)],
    ],
    [
      birch,
      1,
      8,
      803,
      1902,
      [decision(birch, 'mirror', 'trusted', false, 'Operator known from the keyboard group.', 60)],
    ],
    [reed, 2 * HOUR, 5, 0, 3118, []],
    [ringlab, 540, null, 0, 0, []],
    [
      oldmirror,
      3 * DAY,
      3,
      0,
      40_210,
      [
        decision(oldmirror, 'mirror', 'mirror', true, 'Served a commit that its host never signed.', 1),
        decision(oldmirror, 'applied', 'mirror', false, 'Key read back by phone.', 120),
      ],
    ],
  ] as const
  return rows.map(([one, seen, applied, hosted, mirrored, decisions]) =>
    InstanceRow.parse({
      instance: one,
      health: { lastContactAt: ago(seen), appliedIndex: applied === null ? null : HEAD - 8 + applied },
      hosted,
      mirrored,
      decisions,
    }),
  )
}

/** Head of the sample's feed. */
export const HEAD = 8_204_117
