import { Handle, Slug } from '@truss/contracts/names'
import { z } from 'zod'

/** As many parents as a remix may have. */
export const MAX_PARENTS = 16

const ParentName = z.string().transform((name, context) => {
  const [owner, slug, ...more] = name.split('/')
  const parsed = z.tuple([Handle, Slug]).safeParse([owner, slug])
  if (more.length > 0 || !parsed.success) {
    context.addIssue('not an owner and a name')
    return z.NEVER
  }
  return `${parsed.data[0]}/${parsed.data[1]}`
})

/** The parents that an address names as `?parent=owner/slug`; odd ones and repeated ones are left out. */
export function readParents(value: string | string[] | undefined): string[] {
  const names = [value ?? []].flat().flatMap((name) => {
    const parsed = ParentName.safeParse(name)
    return parsed.success ? [parsed.data] : []
  })
  return [...new Set(names)].slice(0, MAX_PARENTS)
}

/** The address of the remix page with these parents chosen, and a search when one is open. */
export function remixAddress(parents: readonly string[], search?: string): string {
  const params = new URLSearchParams(parents.map((name) => ['parent', name]))
  if (search) params.set('q', search)
  // A slash may stand in a query (RFC 3986, 3.4), and the address stays readable.
  const query = params.toString().replaceAll('%2F', '/')
  return query === '' ? '/remix' : `/remix?${query}`
}
