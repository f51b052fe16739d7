import { timingSafeEqual } from 'node:crypto'
import type { InstanceId } from '@truss/contracts/ids'
import { createAccount } from '@truss/domain/accounts/create-account'
import { DomainError } from '@truss/domain/errors'
import { mayWrite } from '@truss/domain/trust/may-write'
import type { Context } from 'hono'
import { html } from 'hono/html'
import { field, hidden, problemNote } from './fields.ts'
import type { Html } from './layout.ts'
import type { Pages, PagesApp } from './pages-deps.ts'
import { addressOf, askingInstance, finish } from './sign-in.ts'

interface Values {
  readonly handle?: string
  readonly displayName?: string
  readonly email?: string
  readonly home?: string
  readonly error?: string
}

/** Accounts are opened here, and the first one, the operator's, with the token that the first start printed. */
export function mountSignUp(app: PagesApp, pages: Pages): void {
  app.get('/signup', async (c) => {
    const home = (await askingInstance(pages, c))?.id
    return pages.show(c, 'Sign up', await form(pages, c, home ? { home } : {}))
  })
  app.post('/signup', (c) => open(pages, c, false))

  app.get('/setup', async (c) => {
    if (!(await maySetUp(pages, c)))
      throw new DomainError(
        'not-found',
        'this registry is set up already, or the link is not the one that its first start printed',
      )
    return pages.show(c, 'Set up', await form(pages, c, {}, true))
  })
  app.post('/setup', async (c) => {
    if (!(await maySetUp(pages, c))) throw new DomainError('forbidden', 'this registry is set up already')
    return open(pages, c, true)
  })
}

async function open(pages: Pages, c: Context, operator: boolean): Promise<Response> {
  const body = await c.req.parseBody()
  const text = (name: string) => String(body[name] ?? '').slice(0, 400)
  pages.sessions.checkForm(c, body.form)
  pages.slowDown(`signup ${addressOf(c)}`)
  const values = {
    handle: text('handle').trim(),
    displayName: text('displayName'),
    email: text('email'),
    home: text('home'),
  }
  try {
    const { account } = await createAccount(pages, {
      handle: values.handle,
      displayName: values.displayName.slice(0, 80),
      password: text('password'),
      email: values.email.trim() || null,
      home: (values.home || null) as InstanceId | null,
      operator,
    })
    await pages.sessions.begin(c, account.id)
    return finish(pages, c, account)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return pages.show(c, 'Sign up', await form(pages, c, { ...values, error: error.message }, operator), 400)
  }
}

async function form(pages: Pages, c: Context, values: Values, operator = false): Promise<Html> {
  const homes = (await pages.instances.all()).filter(mayWrite)
  const query = new URL(c.req.url).search
  const action = operator ? '/setup' : '/signup'
  return html`<div class="stack narrow"><div class="stack s"><h1>${operator ? 'Set up this registry' : 'Sign up'}</h1>
<p class="soft">${operator ? 'This first account is the operator’s: it decides which instances may host designs.' : html`One account for all instances of ${pages.name}.`}</p></div>
${problemNote(values.error)}
<form class="plate" method="post" action="${action}${query}"><div class="in">
${hidden('form', pages.sessions.formToken(c))}
${field({ name: 'handle', label: 'Name', value: values.handle ?? '', hint: 'It stands in the addresses of your designs: lower-case letters, digits and hyphens.', autocomplete: 'username', required: true })}
${field({ name: 'displayName', label: 'Shown as (optional)', value: values.displayName ?? '', autocomplete: 'name' })}
${field({ name: 'password', label: 'Password', type: 'password', hint: 'At least 10 characters. A few words are better than a riddle.', autocomplete: 'new-password', required: true })}
${field({ name: 'email', label: 'E-mail (optional)', type: 'email', value: values.email ?? '', hint: 'Never shown and never sent to instances.', autocomplete: 'email' })}
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

async function maySetUp(pages: Pages, c: Context): Promise<boolean> {
  const given = Buffer.from(c.req.query('token') ?? '')
  const expected = Buffer.from(pages.setupToken)
  return (
    given.length === expected.length &&
    timingSafeEqual(given, expected) &&
    (await pages.accounts.count()) === 0
  )
}
