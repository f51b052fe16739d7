import type { InstanceRow } from '@truss/contracts/views'
import { RelativeTime } from '@truss/ui/relative-time'

/** As many as a page carries; the feed has them all. */
const MAX_SHOWN = 30

/** What operators decided, newest first, each with its reason. */
export function DecisionLog({ rows }: { rows: readonly InstanceRow[] }) {
  const decisions = rows
    .flatMap(({ instance, decisions }) => decisions.map((decision) => ({ ...decision, name: instance.name })))
    .sort((a, b) => b.at.localeCompare(a.at))
    .slice(0, MAX_SHOWN)
  if (decisions.length === 0) return <p className="p-4 text-s text-ink-2">Nothing has been decided yet.</p>
  return (
    <ol>
      {decisions.map((decision) => (
        <li
          key={`${decision.instance}-${decision.at}`}
          className="grid gap-x-4 gap-y-1 border-t border-line px-4 py-3 text-s leading-snug first:border-t-0 sm:grid-cols-4"
        >
          <RelativeTime at={decision.at} className="text-ink-3" />
          <div className="sm:col-span-3">
            <p>
              <b>{decision.operator}</b> {decisionWords(decision)}
            </p>
            <p className="text-xs text-ink-3">“{decision.reason}”</p>
          </div>
        </li>
      ))}
    </ol>
  )
}

function decisionWords(decision: { name: string; from: string; to: string; suspended: boolean }): string {
  const { name, from, to, suspended } = decision
  if (suspended) return `suspended ${name}`
  if (from === to) return `lifted the suspension of ${name}`
  return `changed ${name} from ${from} to ${to}`
}
