import { type Connection, connect } from '../postgres/connect.ts'
import * as tables from './tables.ts'

export type RegistryConnection = Connection<typeof tables>
export type RegistryDb = RegistryConnection['db']
/** The pool or a transaction on it. */
export type RegistryTx = RegistryDb | Parameters<Parameters<RegistryDb['transaction']>[0]>[0]

export function connectRegistry(url: string): RegistryConnection {
  return connect(url, tables)
}
