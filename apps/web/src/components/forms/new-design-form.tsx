'use client'
import { describedBy, Field } from '@truss/ui/field'
import { SubmitButton } from '@truss/ui/submit-button'
import { Textarea } from '@truss/ui/textarea'
import { useActionState } from 'react'
import { createDesignFromForm } from '../../actions/create-design.ts'
import { DetailsFields } from './details-fields.tsx'
import { FormProblem } from './form-problem.tsx'
import { LicenceField } from './licence-field.tsx'
import { NameFields } from './name-fields.tsx'
import { sentLicence, sentOne } from './sent-fields.ts'
import { Step } from './step.tsx'

const README_HINT = 'Markdown. What it is for, how to make it, what it needs. It becomes README.md.'

/** Makes a design without files; works without script. */
export function NewDesignForm({ place }: { place: string }) {
  const [state, act] = useActionState(createDesignFromForm, null)
  const issues = state?.issues ?? {}
  return (
    <form action={act} key={state?.attempt} className="stack">
      <Step id="what" title="What it is" first>
        <NameFields
          place={place}
          title={sentOne(state, 'title')}
          slug={sentOne(state, 'slug')}
          titleError={issues['details.title']}
          slugError={issues.slug}
        />
        <DetailsFields
          summary={sentOne(state, 'summary')}
          kind={sentOne(state, 'kind')}
          tags={sentOne(state, 'tags')}
          issues={issues}
        />
      </Step>
      <Step
        id="licence"
        title="What others may do with it"
        note="Pick what you want to happen. The licence follows."
      >
        <LicenceField value={sentLicence(state)} error={issues['details.licence']} />
      </Step>
      <Step id="words" title="Readme" note="You can leave this for later.">
        <Field id="readme" label="About this design" hint={README_HINT} error={issues.readme}>
          <Textarea
            id="readme"
            name="readme"
            rows={8}
            maxLength={100_000}
            defaultValue={sentOne(state, 'readme')}
            {...describedBy('readme', { hint: README_HINT, error: issues.readme })}
          />
        </Field>
        <FormProblem state={state} title="The design was not made" />
        <div>
          <SubmitButton size="big">Make the design</SubmitButton>
        </div>
      </Step>
    </form>
  )
}
