import type { Account } from '@truss/contracts/accounts'
import { Password, type TokenScope } from '@truss/contracts/accounts'
import type { InstanceId } from '@truss/contracts/ids'
import { issueToken } from '@truss/domain/accounts/access-token'
import { chooseHome } from '@truss/domain/accounts/choose-home'
import { DomainError } from '@truss/domain/errors'
import { mayWrite } from '@truss/domain/trust/may-write'
import { statusOf } from '@truss/http/problem'
import type { NodeBindings } from '@truss/http/serve'
import type { Context } from 'hono'
import { html } from 'hono/html'
import { clientAddress } from '../api/client-address.ts'
import { mintToken } from '../mint-token.ts'
import { field, hidden, problemNote } from './fields.ts'
import type { Html } from './layout.ts'
import type { Pages, PagesApp } from './pages-deps.ts'

interface Said {
  readonly error?: string
  readonly done?: string
  /** A new token's text; shown this once. */
  readonly token?: string
  /** Beside the fields of that name. */
  readonly errors?: Readonly<Partial<Record<'old' | 'password' | 'days', string>>>
  /** What was typed into the token's form, to be mended. */
  readonly typed?: Readonly<Record<'label' | 'days' | 'instance', string>>
}

/** A person's own page: home, password and access tokens change here and nowhere else. */
export function mountAccount(app: PagesApp, pages: Pages): void {
  app.get('/account', async (c) => {
    const account = await pages.sessions.account(c)
    return account ? show(pages, c, account, {}) : c.redirect('/signin?next=/account', 303)
  })

  const act = (
    path: string,
    work: (account: Account, body: Record<string, unknown>, c: Context) => Promise<Said>,
  ) =>
    app.post(path, async (c) => {
      const body = await c.req.parseBody({ all: true })
      pages.sessions.checkForm(c, body.form)
      const account = await pages.sessions.account(c)
      if (!account) return c.redirect('/signin?next=/account', 303)
      try {
        const said = await work(account, body, c)
        const now = (await pages.accounts.byId(account.id)) ?? account
        return await show(pages, c, now, said, said.error || said.errors ? 400 : 200)
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        return show(pages, c, account, { error: error.message }, statusOf(error.code) === 429 ? 429 : 400)
      }
    })

  act('/account/home', async (account, body) => {
    await chooseHome(pages, account.id, String(body.home) as InstanceId)
    return { done: 'Your next designs will live there.' }
  })

  act('/account/password', async (account, body, c) => {
    pages.slowDown(`password ${clientAddress((c.env as NodeBindings).incoming)}`)
    const hash = await pages.accounts.passwordHash(account.id)
    const old = String(body.old ?? '').slice(0, 256)
    if (!hash || !(await pages.hasher.verify(hash, old))) {
      return { errors: { old: 'the old password is not right' } }
    }
    const next = Password.safeParse(String(body.password ?? ''))
    if (!next.success) return { errors: { password: next.error.issues[0]?.message ?? 'choose another one' } }
    await pages.accounts.setPasswordHash(account.id, await pages.hasher.hash(next.data))
    // Whoever knew the old password may be signed in somewhere.
    await pages.sessions.endOthers(c, account.id)
    await pages.openId.forget(account.id)
    return { done: 'The password is changed. You are signed out everywhere else, at instances too.' }
  })

  act('/account/tokens', async (account, body) => {
    const scopes = [body.scope]
      .flat()
      .filter((scope): scope is TokenScope => scope === 'read' || scope === 'push')
    const typed = {
      label: String(body.label ?? '').slice(0, 80),
      days: String(body.days ?? '').trim(),
      instance: String(body.instance),
    }
    // A slip must not become a token without end.
    if (typed.days !== '' && !/^[1-9]\d{0,3}$/.test(typed.days)) {
      return { typed, errors: { days: 'use 1 to 9999 days, or leave it empty' } }
    }
    const { text } = await issueToken({ ...pages, mint: mintToken }, account.id, {
      instance: typed.instance as InstanceId,
      label: typed.label,
      scopes,
      days: typed.days === '' ? null : Number(typed.days),
    })
    return { token: text }
  })

  act('/account/tokens/remove', async (account, body) => {
    const removed = await pages.tokens.remove(account.id, String(body.id))
    return removed
      ? { done: 'The token is removed: it opens nothing any more.' }
      : { error: 'there is no such token' }
  })
}

async function show(
  pages: Pages,
  c: Context,
  account: Account,
  said: Said,
  status: 200 | 400 | 429 = 200,
): Promise<Response> {
  const instances = (await pages.instances.all()).filter((instance) => instance.level !== 'applied')
  const { errors = {}, typed } = said
  const nameOf = (id: string | null) => instances.find((instance) => instance.id === id)?.name ?? 'none yet'
  const formToken = hidden('form', pages.sessions.formToken(c))
  const tokens = await pages.tokens.ofAccount(account.id)
  const home = instances.find((instance) => instance.id === account.home)
  const body: Html = html`<div class="stack narrow">
<div class="stack s"><h1>${account.displayName}</h1><p class="soft">${account.handle}, home at ${
    home ? html`<a href="${home.baseUrl}/${account.handle}">${home.name}</a>` : 'no instance yet'
  }</p></div>
${problemNote(said.error)}
${said.done ? html`<div class="note ok" role="status">${said.done}</div>` : ''}
${
  said.token
    ? html`<div class="note ok" role="status"><strong>Your new access token. It is shown only now:</strong><code>${said.token}</code><p>Use it as the password when git asks.</p></div>`
    : ''
}
<section class="plate"><header><h2>Access tokens for git</h2></header>
${
  tokens.length === 0
    ? html`<div class="in"><p class="small soft">None yet. A token is the password for git at one instance.</p></div>`
    : html`<ul class="rows">${tokens.map(
        (
          token,
        ) => html`<li><span>${token.label} <span class="chip">${nameOf(token.instance)}</span> <span class="chip">${token.scopes.join(', ')}</span><br>
<span class="quiet">${token.expiresAt ? `until ${token.expiresAt.slice(0, 10)}` : 'without end'}, made ${token.createdAt.slice(0, 10)}</span></span>
<form method="post" action="/account/tokens/remove">${formToken}${hidden('id', token.id)}<button class="btn stop">Remove</button></form></li>`,
      )}</ul>`
}
<form class="in" method="post" action="/account/tokens">${formToken}
${field({ name: 'label', label: 'What it is for', value: typed?.label ?? '', hint: 'For instance: laptop' })}
<div class="field"><label for="instance">For the instance</label><select id="instance" name="instance">${instances.map(
    (instance) =>
      html`<option value="${instance.id}" ${instance.id === (typed?.instance ?? account.home) ? 'selected' : ''}>${instance.name}</option>`,
  )}</select><p class="hint">It works there and nowhere else.</p></div>
<fieldset><legend>It may</legend><label class="check"><input type="checkbox" name="scope" value="read" checked>read</label>
<label class="check"><input type="checkbox" name="scope" value="push" checked>push</label></fieldset>
${field({ name: 'days', label: 'Days until it ends', type: 'number', value: typed?.days ?? '90', error: errors.days, hint: 'Empty: without end.' })}
<button class="btn">Make a token</button></form></section>
<section class="plate"><header><h2>Home instance</h2></header><form class="in" method="post" action="/account/home">${formToken}
<div class="field"><label for="home">New designs and forks land at</label><select id="home" name="home">${instances
    .filter(mayWrite)
    .map(
      (instance) =>
        html`<option value="${instance.id}" ${instance.id === account.home ? 'selected' : ''}>${instance.name}</option>`,
    )}</select><p class="hint">Designs that exist stay where they are.</p></div><button class="btn">Choose</button></form></section>
<section class="plate"><header><h2>Password</h2></header><form class="in" method="post" action="/account/password">${formToken}
${hidden('username', account.handle)}
${field({ name: 'old', label: 'Old password', type: 'password', error: errors.old, autocomplete: 'current-password', required: true })}
${field({ name: 'password', label: 'New password', type: 'password', error: errors.password, hint: 'At least 10 characters.', autocomplete: 'new-password', required: true })}
<button class="btn">Change it</button></form></section></div>`
  return pages.show(c, 'Your account', body, status)
}
