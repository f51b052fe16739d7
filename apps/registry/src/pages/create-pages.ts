import type { AccountStore, PasswordHasher } from '@truss/domain/ports'
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { OpenId } from '../openid/create-openid-provider.ts'

export interface PagesDeps {
  readonly accounts: AccountStore
  readonly hasher: PasswordHasher
  readonly openId: OpenId
}

export function createPages(deps: PagesDeps): Hono<{ Bindings: { incoming: never; outgoing: never } }> {
  const app = new Hono<{ Bindings: { incoming: never; outgoing: never } }>()
  app.get('/signin', (c) =>
    c.html(
      html`<!doctype html><form method="post" action="/signin?uid=${c.req.query('uid') ?? ''}"><input name="handle"><input name="password" type="password"><button>Sign in</button></form>`,
    ),
  )
  app.post('/signin', async (c) => {
    const body = await c.req.parseBody()
    const account = await deps.accounts.byHandle(String(body.handle))
    const hash = account && (await deps.accounts.passwordHash(account.id))
    if (!account || !hash || !(await deps.hasher.verify(hash, String(body.password)))) {
      return c.html('<p>wrong name or password</p>', 401)
    }
    const { incoming, outgoing } = c.env
    const to = await deps.openId.provider.interactionResult(incoming, outgoing, {
      login: { accountId: account.id },
    })
    return c.redirect(to, 303)
  })
  return app
}
