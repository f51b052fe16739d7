import type { Account } from '@truss/contracts/accounts'
import type { InstanceId } from '@truss/contracts/ids'
import type { NodeBindings } from '@truss/http/serve'
import type { Context } from 'hono'
import { html } from 'hono/html'
import { clientAddress } from '../api/client-address.ts'
import { finishInteraction } from '../openid/finish-interaction.ts'
import { field, hidden, problemNote } from './fields.ts'
import type { Html } from './layout.ts'
import { localPath } from './local-path.ts'
import type { Pages, PagesApp } from './pages-deps.ts'

/** Of nothing: verifying against it takes the time that a real one takes, so that names cannot be told. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$pm7nA9TZlSY5tSxbMwdC2h0Vt3X7ztkWyQGZ6T1Yc7M'
const WRONG = 'the name and the password do not fit together'

export function mountSignIn(app: PagesApp, pages: Pages): void {
  app.get('/signin', async (c) => {
    const account = await pages.sessions.account(c)
    const asking = await askingInstance(pages, c)
    // Signed in here already: an instance that asks needs no second password.
    if (account && asking) return finish(pages, c, account)
    if (account && !c.req.query('uid')) return c.redirect(localPath(c.req.query('next'), '/account'), 303)
    return pages.show(c, 'Sign in', await form(pages, c, { asking: asking?.name }))
  })

  app.post('/signin', async (c) => {
    const body = await c.req.parseBody()
    const handle = String(body.handle ?? '')
      .trim()
      .toLowerCase()
      .slice(0, 100)
    pages.sessions.checkForm(c, body.form)
    pages.slowDown(`signin ${clientAddress((c.env as NodeBindings).incoming)}`)
    const account = await pages.accounts.byHandle(handle)
    const hash = account && (await pages.accounts.passwordHash(account.id))
    const fits = await pages.hasher.verify(hash ?? NOBODYS_HASH, String(body.password ?? '').slice(0, 256))
    if (!account || !hash || !fits) {
      pages.log.info({ handle }, 'sign-in refused')
      const asking = await askingInstance(pages, c)
      return pages.show(
        c,
        'Sign in',
        await form(pages, c, { handle, error: WRONG, asking: asking?.name }),
        401,
      )
    }
    await pages.sessions.begin(c, account.id)
    return finish(pages, c, account)
  })

  app.get('/signout', async (c) =>
    pages.show(
      c,
      'Sign out',
      html`<div class="stack narrow"><h1>Sign out of the registry</h1>
<p class="soft">Instances where you are signed in keep their own sessions until you sign out there.</p>
<form method="post" action="/signout">${hidden('form', pages.sessions.formToken(c))}<button class="btn go">Sign out</button></form></div>`,
    ),
  )
  app.post('/signout', async (c) => {
    pages.sessions.checkForm(c, (await c.req.parseBody()).form)
    await pages.sessions.end(c)
    return c.redirect('/', 303)
  })
}

async function form(
  pages: Pages,
  c: Context,
  { handle = '', error, asking }: { handle?: string; error?: string; asking?: string | undefined },
): Promise<Html> {
  const query = new URL(c.req.url).search
  return html`<div class="stack narrow"><div class="stack s"><h1>Sign in</h1>
<p class="soft">${asking ? html`to go on at <strong>${asking}</strong>. ` : ''}One account for all instances of ${pages.name}. Your password is typed here only.</p></div>
${problemNote(error)}
<form class="plate" method="post" action="/signin${query}"><div class="in">
${hidden('form', pages.sessions.formToken(c))}
${field({ name: 'handle', label: 'Name', value: handle, autocomplete: 'username', required: true })}
${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', required: true })}
<button class="btn go">Sign in</button></div></form>
<p class="small">No account yet? <a href="/signup${query}">Sign up</a></p></div>`
}

/** The instance that sent a person here to sign in, while that is under way. */
export async function askingInstance(
  pages: Pages,
  c: Context,
): Promise<{ id: InstanceId; name: string; baseUrl: string } | undefined> {
  if (!c.req.query('uid')) return undefined
  const { incoming, outgoing } = c.env as NodeBindings
  const details = await pages.openId.provider.interactionDetails(incoming, outgoing).catch(() => undefined)
  const id = details?.params.client_id
  return typeof id === 'string' ? pages.instances.byId(id as InstanceId) : undefined
}

/** Back to the instance that asked, or on in the registry. */
export async function finish(pages: Pages, c: Context, account: Account): Promise<Response> {
  if (!c.req.query('uid')) return c.redirect(localPath(c.req.query('next'), '/account'), 303)
  return c.redirect(await finishInteraction(pages.openId.provider, c.env as NodeBindings, account.id), 303)
}
