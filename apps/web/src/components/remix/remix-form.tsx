'use client'
import { EmptyState } from '@truss/ui/empty-state'
import { Note } from '@truss/ui/note'
import { countWords } from '@truss/ui/number-words'
import { SubmitButton } from '@truss/ui/submit-button'
import { type ReactNode, useActionState } from 'react'
import { remixDesignsFromForm } from '../../actions/remix-designs.ts'
import { DetailsFields } from '../forms/details-fields.tsx'
import { FormProblem } from '../forms/form-problem.tsx'
import { asksForItself } from '../forms/licence-choices.ts'
import { LicenceField } from '../forms/licence-field.tsx'
import { NameFields } from '../forms/name-fields.tsx'
import { sentLicence, sentOne } from '../forms/sent-fields.ts'
import { Step } from '../forms/step.tsx'
import { type ChosenParent, folderOf } from './chosen-parent.ts'
import { FolderPreview } from './folder-preview.tsx'
import { LicenceNote } from './licence-note.tsx'
import { ParentCard } from './parent-card.tsx'
import { remixAddress } from './remix-address.ts'

export interface RemixFormProps {
  parents: readonly ChosenParent[]
  /** Names in the address that no design has. */
  missing: readonly string[]
  place: string
  /** A form of its own: it stands before this one. */
  picker: ReactNode
}

/** Puts parents together into a new design. */
export function RemixForm({ parents, missing, place, picker }: RemixFormProps) {
  const [state, act] = useActionState(remixDesignsFromForm, null)
  const issues = state?.issues ?? {}
  const names = parents.map(({ name }) => name)
  const folders = parents.map((_, at) => state?.values.folder?.[at] ?? folderOf(parents, at))
  const strict = parents.map(({ licence }) => licence).find(asksForItself)
  return (
    <div className="cols-side">
      <div className="stack gap-5">
        <Step
          id="parents"
          title="Parents"
          first
          aside={<span className="text-s text-ink-3">{countWords(parents.length, 'design')} picked</span>}
        >
          {picker}
          {missing.length > 0 ? (
            <Note kind="as-of" title="Not found">
              <p>{missing.join(', ')}: there is no such design, or you may not see it.</p>
            </Note>
          ) : null}
          {parents.length === 0 ? (
            <EmptyState title="No parents yet">
              <p>Search for the designs that yours is made of, and add each of them.</p>
            </EmptyState>
          ) : null}
        </Step>
        {parents.length > 0 ? (
          <form action={act} key={state?.attempt} className="stack">
            <ul className="stack gap-3 pb-5">
              {parents.map((parent, at) => (
                <ParentCard
                  key={parent.name}
                  parent={parent}
                  at={at}
                  folder={folders[at] ?? ''}
                  revision={state?.values.revision?.[at]}
                  folderError={issues[`parents.${at}.folder`]}
                  without={remixAddress(names.filter((name) => name !== parent.name))}
                />
              ))}
            </ul>
            <Step id="licence" title="What others may do with it">
              <LicenceNote parents={parents} />
              <LicenceField
                value={state ? sentLicence(state) : (strict ?? undefined)}
                error={issues['details.licence']}
              />
            </Step>
            <Step id="name" title="Name">
              <NameFields
                place={place}
                title={sentOne(state, 'title')}
                slug={sentOne(state, 'slug')}
                titleError={issues['details.title']}
                slugError={issues.slug}
              />
              <DetailsFields
                summary={sentOne(state, 'summary')}
                kind={sentOne(state, 'kind') ?? parents[0]?.kind}
                tags={sentOne(state, 'tags')}
                issues={issues}
              />
              <FormProblem state={state} title="The remix was not made" />
              <div>
                <SubmitButton size="big">Make the remix</SubmitButton>
              </div>
            </Step>
          </form>
        ) : null}
      </div>
      <aside aria-label="What will be made">
        <FolderPreview folders={folders} />
      </aside>
    </div>
  )
}
