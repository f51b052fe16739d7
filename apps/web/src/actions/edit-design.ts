'use server'
import { DesignAddress, editDesign } from '@truss/contracts/instance-routes'
import { redirect } from 'next/navigation'
import type { FormState } from '../components/form-state.ts'
import { attempt } from '../server/attempt.ts'
import { instanceApi } from '../server/instance-client.ts'
import { readDetails } from '../server/read-details.ts'

/** Changes what is said about a design; its files are changed by versions. */
export async function editDesignFromForm(_before: FormState, form: FormData): Promise<FormState> {
  const params = DesignAddress.parse({ owner: form.get('owner'), slug: form.get('slug') })
  const page = `/${encodeURIComponent(params.owner)}/${encodeURIComponent(params.slug)}`
  const result = await attempt(form, `${page}/edit`, async () => {
    const body = editDesign.body.safeParse(readDetails(form))
    // The form names its fields as the other forms do, below `details`.
    if (!body.success) {
      for (const issue of body.error.issues) issue.path.unshift('details')
      throw body.error
    }
    return (await instanceApi()).call(editDesign, { params, body: body.data })
  })
  if ('failure' in result) return result.failure
  redirect(page)
}
