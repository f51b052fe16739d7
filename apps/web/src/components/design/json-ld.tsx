import { scriptJson } from './design-ld.ts'

/** Facts for machines. React writes the text of a script as it is, hence the escaping in `scriptJson`. */
export function JsonLd({ value }: { value: unknown }) {
  return <script type="application/ld+json">{scriptJson(value)}</script>
}
