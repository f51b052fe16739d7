'use server'
import { remixDesigns } from '@truss/contracts/instance-routes'
import { redirect } from 'next/navigation'
import type { FormState } from '../components/form-state.ts'
import { remixAddress } from '../components/remix/remix-address.ts'
import { attempt } from '../server/attempt.ts'
import { instanceApi } from '../server/instance-client.ts'
import { readDetails } from '../server/read-details.ts'

/** Makes a remix; `parent` (`owner/slug`), `revision` and `folder` come once for each parent, in the same order. */
export async function remixDesignsFromForm(_before: FormState, form: FormData): Promise<FormState> {
  const names = form.getAll('parent').map(String)
  const result = await attempt(form, remixAddress(names), async () => {
    const parents = names.map((name, at) => {
      const [owner, slug] = name.split('/')
      const revision = String(form.getAll('revision')[at] ?? '')
      const folder = String(form.getAll('folder')[at] ?? '').replace(/\/+$/, '')
      return { owner, slug, folder, ...(revision === '' ? {} : { revision }) }
    })
    const body = remixDesigns.body.parse({ slug: form.get('slug'), details: readDetails(form), parents })
    return (await instanceApi()).call(remixDesigns, { body })
  })
  if ('failure' in result) return result.failure
  redirect(`/${result.done.owner}/${result.done.slug}`)
}
