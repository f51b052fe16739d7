import { DESIGN_KINDS } from '@truss/contracts/designs'
import { describedBy, Field } from '@truss/ui/field'
import { Input } from '@truss/ui/input'
import { Select } from '@truss/ui/select'
import { KIND_WORDS } from '../kind-words.ts'

export interface DetailsFieldsProps {
  summary?: string | undefined
  kind?: string | undefined
  /** As typed: joined by commas. */
  tags?: string | undefined
  issues: Record<string, string>
}

const TAGS_HINT = 'Lower-case words with commas between them, at most 12.'

/** What an owner says about a design beside its name and licence. */
export function DetailsFields({ summary, kind, tags, issues }: DetailsFieldsProps) {
  const tagError = issues['details.tags'] ?? firstBelow(issues, 'details.tags.')
  return (
    <>
      <Field id="summary" label="In one sentence" error={issues['details.summary']}>
        <Input
          id="summary"
          name="summary"
          defaultValue={summary}
          maxLength={200}
          {...describedBy('summary', { error: issues['details.summary'] })}
        />
      </Field>
      <div className="cols-auto">
        <Field id="kind" label="Kind" error={issues['details.kind']}>
          <Select
            id="kind"
            name="kind"
            defaultValue={kind ?? 'printed'}
            {...describedBy('kind', { error: issues['details.kind'] })}
          >
            {DESIGN_KINDS.map((one) => (
              <option key={one} value={one}>
                {KIND_WORDS[one]}
              </option>
            ))}
          </Select>
        </Field>
        <Field id="tags" label="Tags" hint={TAGS_HINT} error={tagError}>
          <Input
            id="tags"
            name="tags"
            defaultValue={tags}
            maxLength={600}
            autoCapitalize="none"
            {...describedBy('tags', { hint: TAGS_HINT, error: tagError })}
          />
        </Field>
      </div>
    </>
  )
}

function firstBelow(issues: Record<string, string>, prefix: string): string | undefined {
  const key = Object.keys(issues).find((one) => one.startsWith(prefix))
  return key && issues[key]
}
