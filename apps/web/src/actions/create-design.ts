'use server'
import { createDesign } from '@truss/contracts/instance-routes'
import { redirect } from 'next/navigation'
import type { FormState } from '../components/form-state.ts'
import { attempt } from '../server/attempt.ts'
import { instanceApi } from '../server/instance-client.ts'
import { readDetails } from '../server/read-details.ts'

/** Makes a design at the person's home instance and opens its page. */
export async function createDesignFromForm(_before: FormState, form: FormData): Promise<FormState> {
  const result = await attempt(form, '/new', async () => {
    const readme = String(form.get('readme') ?? '').replace(/\r\n?/g, '\n')
    const body = createDesign.body.parse({
      slug: form.get('slug'),
      details: readDetails(form),
      ...(readme.trim() === '' ? {} : { readme }),
    })
    return (await instanceApi()).call(createDesign, { body })
  })
  if ('failure' in result) return result.failure
  redirect(`/${result.done.owner}/${result.done.slug}`)
}
