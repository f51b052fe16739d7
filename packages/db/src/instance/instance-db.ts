import { type Connection, connect } from '../postgres/connect.ts'
import * as tables from './tables.ts'

export type InstanceConnection = Connection<typeof tables>
export type InstanceDb = InstanceConnection['db']
/** The pool or a transaction on it. */
export type InstanceTx = InstanceDb | Parameters<Parameters<InstanceDb['transaction']>[0]>[0]

export function connectInstance(url: string): InstanceConnection {
  return connect(url, tables)
}
