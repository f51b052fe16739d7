import { lookup } from 'node:dns/promises'

/** All addresses of a name, canonical text. A port, so that tests can rebind names. */
export type ResolveHost = (host: string) => Promise<readonly string[]>

/** The system's resolver: the hosts file counts, as it does for every other program of the machine. */
export const resolveWithSystem: ResolveHost = async (host) => {
  const answers = await lookup(host, { all: true, verbatim: true })
  return answers.map(({ address }) => address)
}
