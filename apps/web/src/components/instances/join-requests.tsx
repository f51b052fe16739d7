import type { InstanceRow } from '@truss/contracts/views'
import { ButtonLink } from '@truss/ui/button-link'
import { Chip } from '@truss/ui/chip'
import { EmptyState } from '@truss/ui/empty-state'
import { Plate } from '@truss/ui/plate'
import { RelativeTime } from '@truss/ui/relative-time'

/** Instances that asked to join, for an operator. The decision is made on the registry's own pages. */
export function JoinRequests({ rows, decideAt }: { rows: readonly InstanceRow[]; decideAt: string }) {
  return (
    <section aria-labelledby="waiting" className="stack gap-3">
      <h2 id="waiting" className="text-s font-bold">
        Waiting for you
      </h2>
      {rows.length === 0 ? (
        <EmptyState title="No join requests">
          <p>An instance that asks to join appears here.</p>
        </EmptyState>
      ) : null}
      {rows.map(({ instance }) => (
        <Plate key={instance.id} title={instance.name} level={3} aside={<Chip>join request</Chip>}>
          <dl className="stack gap-2 text-s leading-snug">
            <div>
              <dt className="text-xs text-ink-3">Address</dt>
              <dd>{instance.baseUrl}</dd>
            </div>
            <div>
              <dt className="text-xs text-ink-3">Asked</dt>
              <dd>
                <RelativeTime at={instance.joinedAt} />
              </dd>
            </div>
            <div>
              <dt className="text-xs text-ink-3">Its id, which proves its root key</dt>
              <dd className="font-mono text-xs break-all">{instance.id}</dd>
            </div>
          </dl>
          <p className="pt-3 text-s text-ink-2">Have the operator read the id to you before you decide.</p>
          <p className="pt-3">
            <ButtonLink variant="filled" href={`${decideAt}/${instance.id}`}>
              Decide
            </ButtonLink>
          </p>
        </Plate>
      ))}
    </section>
  )
}
