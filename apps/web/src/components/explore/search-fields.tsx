import type { DesignSearch } from '@truss/contracts/views'

/** The named parts of a search as hidden fields, so that a form keeps what it does not show. */
export function SearchFields(props: { search: DesignSearch; names: readonly (keyof DesignSearch)[] }) {
  return props.names.flatMap((name) =>
    [props.search[name] ?? []]
      .flat()
      .map((value) => <input key={`${name}-${value}`} type="hidden" name={name} value={value} />),
  )
}
