'use server'
import { DesignAddress, forkDesign } from '@truss/contracts/instance-routes'
import { redirect } from 'next/navigation'
import type { FormState } from '../components/form-state.ts'
import { attempt } from '../server/attempt.ts'
import { instanceApi } from '../server/instance-client.ts'

/** Forks a design into the person's own; fields `parentOwner`, `parentSlug`, `slug`, `title`. */
export async function forkDesignFromForm(_before: FormState, form: FormData): Promise<FormState> {
  const params = DesignAddress.parse({ owner: form.get('parentOwner'), slug: form.get('parentSlug') })
  const page = `/${encodeURIComponent(params.owner)}/${encodeURIComponent(params.slug)}`
  const result = await attempt(form, `${page}/fork`, async () => {
    const title = String(form.get('title') ?? '').trim()
    const body = forkDesign.body.parse({ slug: form.get('slug'), ...(title === '' ? {} : { title }) })
    return (await instanceApi()).call(forkDesign, { params, body })
  })
  if ('failure' in result) return result.failure
  redirect(`/${result.done.owner}/${result.done.slug}`)
}
