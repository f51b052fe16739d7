import type { Account } from '@truss/contracts/accounts'
import { html, raw } from 'hono/html'
import { layout } from './layout.ts'

/**
 * Asks whether an instance's "sign out" is meant for the registry too.
 *
 * @param form the provider's own form, with its id `op.logoutForm` and its token
 */
export async function renderSignOut(
  registry: string,
  form: string,
  account: Account | undefined,
): Promise<string> {
  const body = html`<div class="stack narrow"><div class="stack s"><h1>Sign out of the registry too?</h1>
<p class="soft">Then the next sign-in at any instance asks for your password.</p></div>
${raw(form)}
<div class="plate"><div class="in"><button class="btn go" form="op.logoutForm" name="logout" value="yes">Sign out</button>
<button class="btn" form="op.logoutForm">Stay signed in here</button></div></div></div>`
  return String(await layout({ title: 'Sign out', registry, account, body }))
}

export async function renderSignedOut(registry: string): Promise<string> {
  const body = html`<div class="stack narrow"><h1>You are signed out</h1>
<p class="soft"><a href="/signin">Sign in again</a>, or <a href="/">see what this registry is</a>.</p></div>`
  return String(await layout({ title: 'Signed out', registry, body }))
}
