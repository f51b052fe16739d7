'use client'
import { SubmitButton } from '@truss/ui/submit-button'
import { useActionState } from 'react'
import { forkDesignFromForm } from '../../actions/fork-design.ts'
import { FormProblem } from './form-problem.tsx'
import { NameFields } from './name-fields.tsx'
import { sentOne } from './sent-fields.ts'

export interface ForkFormProps {
  parent: { owner: string; slug: string; title: string }
  place: string
  /** Offered as address; empty where the name is the person's own design already. */
  suggestedSlug: string
}

/** Names a fork. */
export function ForkForm({ parent, place, suggestedSlug }: ForkFormProps) {
  const [state, act] = useActionState(forkDesignFromForm, null)
  const issues = state?.issues ?? {}
  return (
    <form action={act} key={state?.attempt} className="stack gap-4">
      <input type="hidden" name="parentOwner" value={parent.owner} />
      <input type="hidden" name="parentSlug" value={parent.slug} />
      <NameFields
        place={place}
        title={sentOne(state, 'title') ?? parent.title}
        slug={sentOne(state, 'slug') ?? suggestedSlug}
        titleError={issues.title}
        slugError={issues.slug}
      />
      <FormProblem state={state} title="The fork was not made" />
      <div>
        <SubmitButton size="big">Make the fork</SubmitButton>
      </div>
    </form>
  )
}
