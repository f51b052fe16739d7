'use client'
import { Button } from '@truss/ui/button'
import { Select } from '@truss/ui/select'
import { useId } from 'react'

export interface RefChooserProps {
  action: string
  /** Short names, in order. */
  branches: readonly string[]
  tags?: readonly string[] | undefined
  /** What is shown: a short name of the lists, or a commit. */
  current: string
  /** Further fields of the address. */
  keep?: Readonly<Record<string, string | undefined>> | undefined
  label?: string
  /** Inside a cell of the title block. */
  small?: boolean
}

/** Chooses a variant or a release: a form of the page, sent by itself where script runs. */
export function RefChooser(props: RefChooserProps) {
  const { action, branches, tags = [], current, keep = {}, label = 'Variant or release', small } = props
  const id = useId()
  const known = branches.includes(current) || tags.includes(current)
  return (
    <form action={action} method="get" className="flex min-w-0 items-center gap-2">
      {Object.entries(keep).map(([name, value]) =>
        value ? <input key={name} type="hidden" name={name} value={value} /> : null,
      )}
      <label htmlFor={id} className="vh">
        {label}
      </label>
      <Select
        key={current}
        id={id}
        name="at"
        defaultValue={current}
        onChange={(event) => event.currentTarget.form?.requestSubmit()}
        className={small ? 'border-line text-s' : 'max-w-menu text-s'}
      >
        {known ? null : <option value={current}>{current.slice(0, 12)}</option>}
        <optgroup label="Variants (branches)">
          {branches.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </optgroup>
        {tags.length > 0 ? (
          <optgroup label="Releases (tags)">
            {tags.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </optgroup>
        ) : null}
      </Select>
      <noscript>
        <Button type="submit">Show</Button>
      </noscript>
    </form>
  )
}
