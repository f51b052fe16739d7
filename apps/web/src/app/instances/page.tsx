import { ButtonLink } from '@truss/ui/button-link'
import { numberWords } from '@truss/ui/number-words'
import { Plate } from '@truss/ui/plate'
import { TitleBlock } from '@truss/ui/title-block'
import type { Metadata } from 'next'
import { DecisionLog } from '../../components/instances/decision-log.tsx'
import { byNeed, instanceState } from '../../components/instances/instance-state.ts'
import { InstanceTable } from '../../components/instances/instance-table.tsx'
import { JoinRequests } from '../../components/instances/join-requests.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { webConfig } from '../../config.ts'
import { getInstances } from '../../server/instances.ts'
import { getViewer } from '../../server/viewer.ts'

export const metadata: Metadata = { title: 'Instances' }

export default async function InstancesPage() {
  const [{ instances, headIndex }, viewer] = await Promise.all([getInstances(), getViewer()])
  const operator = viewer?.account.operator === true
  const now = Date.now()
  const decideAt = `${webConfig().registryUrl}/console/instances`
  const waiting = instances.filter(({ instance }) => instance.level === 'applied' && !instance.suspended)
  const members = instances
    .filter((row) => !operator || !waiting.includes(row))
    .toSorted(byNeed(headIndex, now))
  const trusted = instances.filter(({ instance }) => instance.level === 'trusted').length
  const silent = instances.filter((row) => instanceState(row, headIndex, now) === 'silent').length
  const body = (
    <div className="stack gap-5">
      <Plate title="All instances" titleId="all" flush>
        <InstanceTable
          rows={members}
          headIndex={headIndex}
          now={now}
          decideAt={operator ? decideAt : undefined}
        />
      </Plate>
      <Plate
        title="Decisions"
        titleId="decisions"
        aside={<span className="text-xs text-ink-3">Each is a signed entry of the feed</span>}
        flush
      >
        <DecisionLog rows={instances} />
      </Plate>
    </div>
  )
  return (
    <div className="stack gap-5">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <PageHead title="Instances">
          Who hosts and who mirrors on this network, how fresh each one is, and what was decided about it.
        </PageHead>
        <ButtonLink href="/about#mirror">Run a mirror</ButtonLink>
      </div>
      <TitleBlock
        facts={[
          {
            label: 'Instances',
            value: `${numberWords(instances.length)}, of which ${numberWords(trusted)} trusted`,
          },
          { label: 'Feed head', value: numberWords(headIndex) },
          {
            label: 'Not heard from',
            value: silent > 0 ? <span className="text-as-of">{numberWords(silent)}</span> : 'none',
          },
          ...(operator
            ? [
                {
                  label: 'Waiting for you',
                  value: waiting.length > 0 ? `${waiting.length} to join` : 'nothing',
                },
              ]
            : []),
        ]}
      />
      {operator ? (
        <div className="cols-side">
          <div className="order-2 min-w-0 lg:order-1">{body}</div>
          <aside aria-label="Waiting for you" className="order-1 lg:order-2">
            <JoinRequests rows={waiting} decideAt={decideAt} />
          </aside>
        </div>
      ) : (
        body
      )}
    </div>
  )
}
