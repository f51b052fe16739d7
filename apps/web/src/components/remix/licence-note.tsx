import { Note } from '@truss/ui/note'
import { asksForItself } from '../forms/licence-choices.ts'
import type { ChosenParent } from './chosen-parent.ts'

/** What the licences of the parents mean together. It warns and does not decide: the choice is the person's. */
export function LicenceNote({ parents }: { parents: readonly ChosenParent[] }) {
  const without = parents.filter(({ licence }) => licence === null)
  const noChange = parents.filter(({ licence }) => licence?.includes('-ND-'))
  const strict = [...new Set(parents.map(({ licence }) => licence).filter(asksForItself))]
  return (
    <div className="stack gap-3">
      {without.map(({ name, title }) => (
        <Note key={name} kind="refused" title={`${title} names no licence`}>
          <p>Nothing but looking is allowed. Ask its owner to name one before you publish the remix.</p>
        </Note>
      ))}
      {noChange.map(({ name, title, licence }) => (
        <Note key={name} kind="refused" title={`${title} may not be changed`}>
          <p>{licence} does not allow to share changed versions.</p>
        </Note>
      ))}
      {strict.length > 1 ? (
        <Note kind="refused" title="Two parents each ask for their own licence">
          <p>
            {strict.join(' and ')} each ask that whatever is made from them stays under their own terms. One
            design cannot be under both: take another parent, or ask one of the owners for permission.
          </p>
        </Note>
      ) : null}
      {strict.length === 1 ? (
        <Note title={`One parent asks that the remix stays under ${strict[0]}`}>
          <p>Choose that licence, unless its owner has allowed you another.</p>
        </Note>
      ) : null}
      <p className="text-s text-ink-3">
        This reads the names of the licences and is no legal advice. Each parent keeps its own licence in its
        folder.
      </p>
    </div>
  )
}
