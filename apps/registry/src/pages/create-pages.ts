import { DomainError } from '@truss/domain/errors'
import { statusOf } from '@truss/http/problem'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { html } from 'hono/html'
import { createTokenBucket } from '../api/token-bucket.ts'
import { mountAccount } from './account.ts'
import { mountConsole } from './console.ts'
import { mountHome } from './home.ts'
import { FAVICON, layout } from './layout.ts'
import { pageHeaders } from './page-headers.ts'
import type { Pages, PagesApp, PagesDeps } from './pages-deps.ts'
import { mountSignIn } from './sign-in.ts'
import { mountSignUp } from './sign-up.ts'
import { readFont, readStylesheet } from './stylesheet.ts'

const MAX_FORM_BYTES = 64 * 1024

/** The registry's own pages, for people. */
export function createPages(deps: PagesDeps): PagesApp {
  const app: PagesApp = new Hono()
  const { sessions } = deps
  const stylesheet = readStylesheet()
  const font = readFont()
  const pages: Pages = {
    ...deps,
    slowDown: createTokenBucket({ burst: 20, refillMs: 3_000 }, deps.clock),
    async show(c, title, body, status = 200) {
      const account = await sessions.account(c)
      return c.html(layout({ title, registry: deps.name, account, body }), status)
    },
  }

  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(await pageHeaders(deps.instances))) c.header(name, value)
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  })
  app.use(
    bodyLimit({
      maxSize: MAX_FORM_BYTES,
      onError: () => {
        throw new DomainError('too-large', 'that was too much for a form')
      },
    }),
  )
  app.post('*', async (c, next) => {
    // Kept by the request, so that the pages read it without failing.
    await c.req.formData().catch((cause: unknown) => {
      throw new DomainError('invalid-request', 'the form could not be read', {}, { cause })
    })
    await next()
  })
  app.get('/style.css', (c) =>
    c.body(stylesheet, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=3600',
    }),
  )
  app.get('/font.woff2', (c) =>
    c.body(font, 200, { 'content-type': 'font/woff2', 'cache-control': 'public, max-age=604800' }),
  )
  app.get('/favicon.svg', (c) =>
    c.body(FAVICON, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' }),
  )
  mountHome(app, pages)
  mountSignIn(app, pages)
  mountSignUp(app, pages)
  mountAccount(app, pages)
  mountConsole(app, pages)

  app.notFound((c) =>
    pages.show(
      c,
      'Nothing here',
      html`<div class="stack narrow"><h1>Nothing here</h1><p class="soft">This page does not exist. <a href="/">What this registry is</a></p></div>`,
      404,
    ),
  )
  app.onError(async (error, c) => {
    const known = error instanceof DomainError
    if (!known) deps.log.error({ err: error }, 'page failed')
    const title = known ? 'That did not work' : 'Something broke on our side'
    const detail = known ? error.message : 'It is noted. Try again in a moment.'
    const body = html`<div class="stack narrow"><h1>${title}</h1><p class="soft">${detail}</p><p class="small"><a href="/">What this registry is</a></p></div>`
    return c.html(layout({ title, registry: deps.name, body }), (known ? statusOf(error.code) : 500) as 400)
  })
  return app
}
