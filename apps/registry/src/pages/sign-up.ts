import { timingSafeEqual } from 'node:crypto'
import { Password } from '@truss/contracts/accounts'
import type { InstanceId } from '@truss/contracts/ids'
import { Handle } from '@truss/contracts/names'
import { createAccount } from '@truss/domain/accounts/create-account'
import { DomainError } from '@truss/domain/errors'
import { mayWrite } from '@truss/domain/trust/may-write'
import type { NodeBindings } from '@truss/http/serve'
import type { Context } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import { clientAddress } from '../api/client-address.ts'
import { field, hidden, problemNote } from './fields.ts'
import type { Html } from './layout.ts'
import type { Pages, PagesApp } from './pages-deps.ts'
import { askingInstance, finish } from './sign-in.ts'

const Fields = z.object({
  handle: Handle,
  displayName: z.string().max(80, 'use at most 80 characters'),
  password: Password,
  email: z.union([z.literal(''), z.email('this is no e-mail address').max(254, 'this is too long')]),
})

/** What is shown again after a mistake; the password never is. */
interface Values {
  readonly handle: string
  readonly displayName: string
  readonly email: string
  readonly home: string
}
type Errors = Readonly<Partial<Record<keyof z.infer<typeof Fields> | 'form', string | undefined>>>

const EMPTY: Values = { handle: '', displayName: '', email: '', home: '' }

/** Accounts are opened here, and the operator's first one with the token that the first start printed. */
export function mountSignUp(app: PagesApp, pages: Pages): void {
  app.get('/signup', async (c) => {
    const home = (await askingInstance(pages, c))?.id ?? ''
    return pages.show(c, 'Sign up', await form(pages, c, { ...EMPTY, home }))
  })
  app.post('/signup', (c) => open(pages, c, false))

  app.get('/setup', async (c) => {
    if (!(await maySetUp(pages, c))) {
      throw new DomainError(
        'not-found',
        'this registry is set up already, or the link is not the one that its start printed',
      )
    }
    return pages.show(c, 'Set up', await form(pages, c, EMPTY, {}, true))
  })
  // One at a time: of two people with the link, the second must find the registry set up.
  let last: Promise<unknown> = Promise.resolve()
  app.post('/setup', (c) => {
    const mine = last.then(async () => {
      if (!(await maySetUp(pages, c)))
        throw new DomainError(
          'forbidden',
          'this registry is set up already, or the link is not the right one',
        )
      return open(pages, c, true)
    })
    last = mine.catch(() => {})
    return mine
  })
}

async function open(pages: Pages, c: Context, operator: boolean): Promise<Response> {
  const body = await c.req.parseBody()
  const text = (name: string) => String(body[name] ?? '').slice(0, 400)
  pages.sessions.checkForm(c, body.form)
  pages.slowDown(`signup ${clientAddress((c.env as NodeBindings).incoming)}`)
  const values = {
    handle: text('handle').trim(),
    displayName: text('displayName').trim(),
    email: text('email').trim(),
    home: text('home'),
  }
  const again = async (errors: Errors, status: 400 | 409) =>
    pages.show(c, operator ? 'Set up' : 'Sign up', await form(pages, c, values, errors, operator), status)
  const fields = Fields.safeParse({ ...values, password: text('password') })
  if (!fields.success) {
    const { fieldErrors } = z.flattenError(fields.error)
    const first = Object.entries(fieldErrors).map(([name, issues]) => [name, issues?.[0]])
    return again(Object.fromEntries(first), 400)
  }
  const { handle, displayName, password, email } = fields.data
  try {
    const { account } = await createAccount(pages, {
      ...{ handle, displayName, password, operator },
      email: email || null,
      home: (values.home || null) as InstanceId | null,
    })
    await pages.sessions.begin(c, account.id)
    return finish(pages, c, account)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return error.code === 'handle-taken'
      ? again({ handle: error.message }, 409)
      : again({ form: error.message }, 400)
  }
}

async function form(
  pages: Pages,
  c: Context,
  values: Values,
  errors: Errors = {},
  operator = false,
): Promise<Html> {
  const homes = (await pages.instances.all()).filter(mayWrite)
  const query = new URL(c.req.url).search
  const action = operator ? '/setup' : '/signup'
  return html`<div class="stack narrow"><div class="stack s"><h1>${operator ? 'Set up this registry' : 'Sign up'}</h1>
<p class="soft">${operator ? 'This first account is the operator’s: it decides which instances may host designs.' : html`One account for all instances of ${pages.name}.`}</p></div>
${problemNote(errors.form)}
<form class="plate" method="post" action="${action}${query}"><div class="in">
${hidden('form', pages.sessions.formToken(c))}
${field({ name: 'handle', label: 'Name', value: values.handle, error: errors.handle, hint: 'It stands in the addresses of your designs: lower-case letters, digits and hyphens.', autocomplete: 'username', required: true })}
${field({ name: 'displayName', label: 'Shown as (optional)', value: values.displayName, error: errors.displayName, autocomplete: 'name' })}
${field({ name: 'password', label: 'Password', type: 'password', error: errors.password, hint: 'At least 10 characters. A few words are better than a riddle.', autocomplete: 'new-password', required: true })}
${field({ name: 'email', label: 'E-mail (optional)', type: 'email', value: values.email, error: errors.email, hint: 'Never shown and never sent to instances.', autocomplete: 'email' })}
${
  homes.length > 0
    ? html`<div class="field"><label for="home">Home instance</label><select id="home" name="home">${homes.map(
        (home) =>
          html`<option value="${home.id}" ${home.id === values.home ? 'selected' : ''}>${home.name}</option>`,
      )}</select><p class="hint">Your designs live there. You can choose another one later.</p></div>`
    : ''
}
<button class="btn go">${operator ? 'Make the operator’s account' : 'Sign up'}</button></div></form>
${operator ? '' : html`<p class="small">You have an account? <a href="/signin${query}">Sign in</a></p>`}</div>`
}

/** Until there is an operator, whoever else has signed up by then: a stranger who was quicker must not shut the door. */
async function maySetUp(pages: Pages, c: Context): Promise<boolean> {
  const given = Buffer.from(c.req.query('token') ?? '')
  const expected = Buffer.from(pages.setupToken)
  return (
    given.length === expected.length &&
    timingSafeEqual(given, expected) &&
    !(await pages.accounts.hasOperator())
  )
}
