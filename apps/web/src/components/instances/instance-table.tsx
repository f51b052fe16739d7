import type { InstanceRow } from '@truss/contracts/views'
import { ButtonLink } from '@truss/ui/button-link'
import { numberWords } from '@truss/ui/number-words'
import { RelativeTime } from '@truss/ui/relative-time'
import { type Column, Table } from '@truss/ui/table'
import { instanceLag, instanceState } from './instance-state.ts'
import { StateWord } from './state-word.tsx'

export interface InstanceTableProps {
  rows: readonly InstanceRow[]
  headIndex: number
  now: number
  /** Where an operator decides, with the id behind it; absent for everybody else. */
  decideAt?: string | undefined
}

/** Every member with its level, state, lag and last contact. */
export function InstanceTable({ rows, headIndex, now, decideAt }: InstanceTableProps) {
  const columns: Column<InstanceRow>[] = [
    {
      name: 'Instance',
      cell: ({ instance, hosted, mirrored }) => (
        <span className="block">
          <a className="font-bold" href={instance.baseUrl}>
            {instance.name}
          </a>
          <span className="block text-xs font-normal text-ink-3">
            {hosted > 0 ? `hosts ${numberWords(hosted)}` : 'hosts none'}
            {mirrored > 0 ? `, ${numberWords(mirrored)} copies` : ''}
          </span>
        </span>
      ),
    },
    { name: 'Level', cell: ({ instance }) => instance.level },
    { name: 'State', cell: (row) => <StateWord state={instanceState(row, headIndex, now)} /> },
    {
      name: 'Lag',
      end: true,
      cell: ({ health }) => {
        const lag = instanceLag(health?.appliedIndex ?? null, headIndex)
        return <span className="font-mono text-s">{lag === null ? '—' : numberWords(lag)}</span>
      },
    },
    {
      name: 'Seen',
      cell: ({ health }) => (
        <span className="text-xs whitespace-nowrap text-ink-3">
          {health?.lastContactAt ? <RelativeTime at={health.lastContactAt} /> : 'never'}
        </span>
      ),
    },
  ]
  if (decideAt !== undefined) {
    columns.push({
      name: 'Action',
      label: <span className="vh">Action</span>,
      end: true,
      cell: ({ instance }) => (
        <ButtonLink variant="bare" href={`${decideAt}/${instance.id}`}>
          Decide<span className="vh"> about {instance.name}</span>
        </ButtonLink>
      ),
    })
  }
  return (
    <Table
      caption="Instances of this network"
      columns={columns}
      rows={rows}
      rowKey={({ instance }) => instance.id}
    />
  )
}
