import { describedBy, Field } from '@truss/ui/field'
import { RadioCard } from '@truss/ui/radio-card'
import { Select } from '@truss/ui/select'
import { LICENCE_WISHES, licenceOptions, NO_LICENCE, OTHER_LICENCE } from './licence-choices.ts'

export interface LicenceFieldProps {
  /** `undefined`: nothing was chosen yet. */
  value: string | null | undefined
  error?: string | undefined
}

/** What others may do with it: wishes first, the list of licences behind the last one. */
export function LicenceField({ value, error }: LicenceFieldProps) {
  const isWish = LICENCE_WISHES.some(({ id }) => id === value)
  const chosen =
    value === undefined ? undefined : value === null ? NO_LICENCE : isWish ? value : OTHER_LICENCE
  return (
    <div className="stack gap-3">
      <div className="cols-auto">
        {LICENCE_WISHES.map(({ id, wish, note }) => (
          <RadioCard key={id} name="licence" value={id} title={wish} defaultChecked={chosen === id} required>
            {note}
          </RadioCard>
        ))}
        <RadioCard
          name="licence"
          value={OTHER_LICENCE}
          title="Another licence"
          defaultChecked={chosen === OTHER_LICENCE}
        >
          Choose it below.
        </RadioCard>
        <RadioCard
          name="licence"
          value={NO_LICENCE}
          title="Not decided"
          defaultChecked={chosen === NO_LICENCE}
        >
          Until you name a licence, others may look and nothing else.
        </RadioCard>
      </div>
      <Field id="otherLicence" label="The other licence" error={error}>
        <Select
          id="otherLicence"
          name="otherLicence"
          defaultValue={chosen === OTHER_LICENCE ? (value ?? '') : ''}
          {...describedBy('otherLicence', { error })}
        >
          <option value="">Only with “Another licence”</option>
          {licenceOptions(value ?? null).map(([id, name]) => (
            <option key={id} value={id}>
              {id}: {name}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  )
}
