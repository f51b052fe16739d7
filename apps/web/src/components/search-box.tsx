import { Input } from '@truss/ui/input'
import { Search } from 'lucide-react'
import { SearchShortcut } from './search-shortcut.tsx'

/** The field of a search form; the form around it decides where it goes. */
export function SearchBox(props: {
  id: string
  label: string
  placeholder: string
  value?: string
  name?: string
  big?: boolean
  /** `/` leads here: for one field of a page. */
  shortcut?: boolean
}) {
  const { id, label, placeholder, value, name = 'q', big, shortcut } = props
  return (
    <div className="relative min-w-0 flex-1">
      <Search
        className="icon pointer-events-none absolute inset-y-0 start-3 my-auto text-ink-3"
        aria-hidden="true"
      />
      <label htmlFor={id} className="vh">
        {label}
      </label>
      <Input
        id={id}
        name={name}
        type="search"
        placeholder={placeholder}
        defaultValue={value}
        maxLength={200}
        enterKeyHint="search"
        className={big ? 'min-h-target ps-inset' : 'ps-inset'}
      />
      {shortcut ? <SearchShortcut fieldId={id} /> : null}
    </div>
  )
}
