'use client'
import type { DesignDetails } from '@truss/contracts/designs'
import { ButtonLink } from '@truss/ui/button-link'
import { describedBy, Field } from '@truss/ui/field'
import { Input } from '@truss/ui/input'
import { SubmitButton } from '@truss/ui/submit-button'
import { useActionState } from 'react'
import { editDesignFromForm } from '../../actions/edit-design.ts'
import { DetailsFields } from './details-fields.tsx'
import { FormProblem } from './form-problem.tsx'
import { LicenceField } from './licence-field.tsx'
import { sentLicence, sentOne } from './sent-fields.ts'
import { Step } from './step.tsx'

/** Changes what is said about a design. */
export function EditDesignForm(props: { owner: string; slug: string; details: DesignDetails }) {
  const { owner, slug, details } = props
  const [state, act] = useActionState(editDesignFromForm, null)
  const issues = state?.issues ?? {}
  const titleError = issues['details.title']
  return (
    <form action={act} key={state?.attempt} className="stack">
      <input type="hidden" name="owner" value={owner} />
      <input type="hidden" name="slug" value={slug} />
      <Step id="what" title="What it is" first>
        <Field id="title" label="Name" error={titleError}>
          <Input
            id="title"
            name="title"
            defaultValue={sentOne(state, 'title') ?? details.title}
            maxLength={120}
            required
            {...describedBy('title', { error: titleError })}
          />
        </Field>
        <DetailsFields
          summary={sentOne(state, 'summary') ?? details.summary}
          kind={sentOne(state, 'kind') ?? details.kind}
          tags={sentOne(state, 'tags') ?? details.tags.join(', ')}
          issues={issues}
        />
      </Step>
      <Step
        id="licence"
        title="What others may do with it"
        note="A change counts from now on. Who has taken an earlier version keeps the licence it came with."
      >
        <LicenceField
          value={state ? sentLicence(state) : details.licence}
          error={issues['details.licence']}
        />
        <FormProblem state={state} title="The details were not saved" />
        <div className="flex flex-wrap gap-2">
          <SubmitButton size="big">Save the details</SubmitButton>
          <ButtonLink size="big" href={`/${owner}/${slug}`}>
            Leave it as it is
          </ButtonLink>
        </div>
      </Step>
    </form>
  )
}
