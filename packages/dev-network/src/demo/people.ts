/** The people of the demo. Passwords are public on purpose: the network listens on loopback only. */
export const PEOPLE = [
  { handle: 'mara', displayName: 'Mara Lind', password: 'workbench-mara', operator: true, home: 'oak' },
  { handle: 'kite', displayName: 'Kite Okafor', password: 'workbench-kite', operator: false, home: 'birch' },
  { handle: 'rune', displayName: 'Rune Dahl', password: 'workbench-rune', operator: false, home: 'oak' },
] as const satisfies readonly Person[]

export interface Person {
  readonly handle: string
  readonly displayName: string
  readonly password: string
  readonly operator: boolean
  /** Name of an instance. */
  readonly home: string
}

/** The instances of the demo; `reed` stays a read-only mirror. */
export const INSTANCES = [
  { name: 'oak', level: 'trusted' },
  { name: 'birch', level: 'trusted' },
  { name: 'reed', level: 'mirror' },
] as const
