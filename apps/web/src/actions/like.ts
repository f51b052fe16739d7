'use server'
import { DesignAddress, likeDesign, unlikeDesign } from '@truss/contracts/instance-routes'
import { revalidatePath } from 'next/cache'
import type { FormState } from '../components/form-state.ts'
import { attempt } from '../server/attempt.ts'
import { instanceApi } from '../server/instance-client.ts'

/** Likes a design, or takes the like back: fields `owner`, `slug` and `liked` (`yes` to like). */
export async function setLike(_before: FormState, form: FormData): Promise<FormState> {
  const params = DesignAddress.parse({ owner: form.get('owner'), slug: form.get('slug') })
  const page = `/${encodeURIComponent(params.owner)}/${encodeURIComponent(params.slug)}`
  const route = form.get('liked') === 'yes' ? likeDesign : unlikeDesign
  const result = await attempt(form, page, async () => (await instanceApi()).call(route, { params }))
  if ('failure' in result) return result.failure
  revalidatePath(page)
  return null
}
