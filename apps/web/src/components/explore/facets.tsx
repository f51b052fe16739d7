import type { DesignList, DesignSearch } from '@truss/contracts/views'
import { Button } from '@truss/ui/button'
import { Checkbox } from '@truss/ui/checkbox'
import { Field } from '@truss/ui/field'
import { numberWords } from '@truss/ui/number-words'
import { Select } from '@truss/ui/select'
import { facetWords } from './facet-words.ts'
import { SearchFields } from './search-fields.tsx'

export interface FacetsProps {
  /** Before ids: the controls stand twice on the page, folded for a phone and beside the list. */
  idPrefix: string
  search: DesignSearch
  facets: DesignList['facets']
}

/** Longer lists are cut; what is set stays. */
const MAX_CHOICES = 8

/** Everything that narrows the list, with counts. A GET form that keeps the rest of the search: works without script. */
export function Facets({ idPrefix, search, facets }: FacetsProps) {
  const host = `${idPrefix}-host`
  return (
    <form action="/" className="stack gap-5">
      <SearchFields search={search} names={['q', 'owner', 'sort']} />
      <Choices name="kind" label="Kind" values={facets.kind} chosen={search.kind ?? []} />
      <Choices name="licence" label="Licence" values={facets.licence} chosen={search.licence ?? []} />
      <Choices name="tag" label="Tag" values={facets.tag} chosen={search.tag ?? []} />
      <Field id={host} label="Host">
        <Select id={host} name="host" defaultValue={search.host ?? ''} key={search.host}>
          <option value="">All instances</option>
          {withChosen(facets.host, search.host ? [search.host] : []).map(({ value, count }) => (
            <option key={value} value={value}>
              {value}, {numberWords(count)}
            </option>
          ))}
        </Select>
      </Field>
      <Button type="submit">Narrow the results</Button>
    </form>
  )
}

type Counts = DesignList['facets']['kind']

function Choices(props: {
  name: 'kind' | 'licence' | 'tag'
  label: string
  values: Counts
  chosen: readonly string[]
}) {
  const { name, label, values, chosen } = props
  const shown = withChosen(values, chosen)
  if (shown.length === 0) return null
  return (
    <fieldset className="stack gap-1">
      <legend className="text-s font-medium">{label}</legend>
      {shown.map(({ value, count }) => (
        <Checkbox
          key={`${value}${chosen.includes(value)}`}
          name={name}
          value={value}
          defaultChecked={chosen.includes(value)}
          count={numberWords(count)}
        >
          {facetWords(name, value)}
        </Checkbox>
      ))}
    </fieldset>
  )
}

/** The most frequent values, and those that are set even where nothing is left of them. */
function withChosen(values: Counts, chosen: readonly string[]): Counts {
  const top = values.slice(0, MAX_CHOICES)
  const missing = chosen
    .filter((value) => !top.some((one) => one.value === value))
    .map((value) => values.find((one) => one.value === value) ?? { value, count: 0 })
  return [...top, ...missing]
}
