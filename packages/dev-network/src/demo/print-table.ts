import type { InstanceSettings } from '@truss/cli/instance/instance-settings'
import type { Seeded } from './seed-network.ts'

/** Addresses and logins, on the terminal. */
export function printTable(
  registryUrl: string,
  instances: readonly Pick<InstanceSettings, 'name' | 'baseUrl'>[],
  { levels, people, designs }: Seeded,
): void {
  const rows: string[] = ['', 'The network is up.', '']
  rows.push(`  registry     ${registryUrl}`)
  for (const { name, baseUrl } of instances) {
    const what = levels[name] === 'trusted' ? 'hosts designs' : 'read-only mirror'
    rows.push(`  ${name.padEnd(12)} ${baseUrl}   ${what}`)
  }
  rows.push('', '  people       password            home')
  for (const { handle, password, home, operator } of people) {
    rows.push(
      `  ${handle.padEnd(12)} ${password.padEnd(19)} ${home}${operator ? ', operator of the registry' : ''}`,
    )
  }
  const first = designs[0]
  const at = instances[0]
  if (first && at) rows.push('', `  git clone ${at.baseUrl}/${first.owner}/${first.slug}.git`)
  rows.push('', 'Ctrl-C stops everything; the same command starts it again on its data.', '')
  process.stdout.write(`${rows.join('\n')}\n`)
}
