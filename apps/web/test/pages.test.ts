import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PlainBrowser } from './browser-without-script.ts'
import { type Pages, pagesAreBuilt, startPages } from './start-pages.ts'

describe.skipIf(!pagesAreBuilt)('the built pages', () => {
  let pages: Pages
  beforeAll(async () => {
    pages = await startPages()
  })
  afterAll(async () => {
    await pages[Symbol.asyncDispose]()
  })

  const visit = (path: string, browser = new PlainBrowser()) => browser.go(pages.url + path)
  const signedIn = async (path: string) => visit(`/signin?next=${encodeURIComponent(path)}`)

  test.each(['/', '/?q=gear&kind=printed', '/?q=nothing-like-this', '/mara', '/instances', '/about'])(
    '%s is a page with one heading and landmarks, for everybody and without script',
    async (path) => {
      const { status, html } = await visit(path)
      expect(status).toBe(200)
      expect(html.match(/<h1[\s>]/g)).toHaveLength(1)
      expect(html).toContain('<main id="main"')
      expect(html).toContain('href="#main"')
      // A page that streams in is invisible without script.
      expect(html).not.toContain('<template id="B:')
    },
  )

  test.each(['/nobody', '/..%2f..%2fetc', '/%00', '/mara%2fx', `/${'a'.repeat(300)}`, '/.git', '/Mara'])(
    '%s is no page',
    async (path) => {
      const { status, text } = await visit(path)
      expect(status).toBe(404)
      expect(text).not.toMatch(/ at .*\.(?:js|ts):\d+/)
    },
  )

  test('pages tell browsers what they may do', async () => {
    const { headers } = await fetch(pages.url)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/script-src 'self' 'nonce-[0-9a-f]{32}' 'strict-dynamic'(?:;|$)/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain(`form-action 'self' ${pages.registryUrl}`)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toContain('no-store')
  })

  test('a person signs in at the registry and comes back to where they were', async () => {
    const browser = await visit('/new')
    expect(browser.trail.map((at) => new URL(at).pathname)).toEqual([
      '/new',
      '/signin',
      '/oidc/auth',
      '/api/auth/callback/truss',
      '/new',
    ])
    const asked = new URL(browser.trail[2] ?? '').searchParams
    expect(asked.get('scope')).toBe('openid profile social designs')
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(asked.get('nonce')).toBeTruthy()
    expect(browser.text).toContain('New design')
    const session = browser.setCookies.find((line) => line.includes('-session=')) ?? ''
    expect(session).toMatch(/^truss-oakaaaaaaaaa-session=[A-Za-z0-9_-]{43};/)
    expect(session).toMatch(/HttpOnly/i)
    expect(session).toMatch(/SameSite=Lax/i)
  })

  test.each(['https://e.example/', '//e.example', '/\\e.example'])(
    'after signing in nobody is sent to %s',
    async (next) => {
      const browser = await signedIn(next)
      expect(browser.url).toBe(`${pages.url}/`)
    },
  )

  test('an answer of the registry that was not asked for signs nobody in', async () => {
    const browser = await visit('/api/auth/callback/truss?code=stolen&state=forged')
    expect(new URL(browser.url).pathname).toBe('/signin/failed')
    expect(browser.text).toContain('The registry did not confirm it')
    expect([...browser.cookies.keys()].some((name) => name.endsWith('-session'))).toBe(false)
  })

  test('a session id that was made up is nobody', async () => {
    const browser = new PlainBrowser()
    browser.cookies.set('truss-oakaaaaaaaaa-session', 'x'.repeat(43))
    expect((await visit('/', browser)).text).toContain('Sign in')
  })

  test('what was typed survives a refusal, and the field says what to do', async () => {
    const browser = await signedIn('/new')
    const fields = {
      title: 'Gate <hinge>',
      slug: 'gate-hinge',
      kind: 'board',
      licence: 'none',
      tags: 'Bad_tag!',
    }
    await browser.send('Make the design', fields)
    expect(browser.text).toContain('Use lower-case words joined by a hyphen or a space.')
    expect(browser.html).toContain('value="Gate &lt;hinge&gt;"')
    await browser.send('Make the design', { ...fields, tags: 'hinge' })
    expect(browser.text).toContain('You already have a design of this name.')
  })

  test('a comment is written and read without script', async () => {
    const browser = await signedIn('/otto/drawer')
    await browser.send('comment-text', { text: 'It **holds**. <img src=x onerror=alert(1)>' })
    expect(browser.html).toContain('<strong>holds</strong>')
    expect(browser.html).not.toContain('onerror')
  })

  test('a form sent from another site does nothing', async () => {
    const browser = await signedIn('/otto/drawer')
    await browser.send('comment-text', { text: 'from elsewhere' }, { origin: 'https://e.example' })
    expect((await visit('/otto/drawer', browser)).text).not.toContain('from elsewhere')
  })

  test('a remix carries its parents to the home instance', async () => {
    const browser = new PlainBrowser()
    browser.cookies.set('truss-oakaaaaaaaaa-session', 'sample-session-of-ines')
    await visit('/remix?parent=mara/spool-holder&parent=otto/drawer', browser)
    expect(browser.html).toContain(
      'https://birch.example/remix?parent=mara/spool-holder&amp;parent=otto/drawer',
    )
  })

  test('signing out ends the session', async () => {
    const browser = await signedIn('/mara')
    await browser.send('Sign out', {})
    expect(browser.text).toContain('Sign in')
    expect([...browser.cookies.keys()].some((name) => name.endsWith('-session'))).toBe(false)
  })
})

describe.skipIf(!pagesAreBuilt)('while the registry is down', () => {
  test('pages are read, and a form says that nothing was saved', async () => {
    await using pages = await startPages({ registryDown: true })
    const browser = new PlainBrowser()
    browser.cookies.set('truss-oakaaaaaaaaa-session', 'sample-session-of-mara')
    await browser.go(`${pages.url}/otto/drawer`)
    expect(browser.status).toBe(200)
    await browser.send('comment-text', { text: 'kept' })
    expect(browser.text).toContain('The registry does not answer, so nothing was saved.')
    expect(browser.html).toContain('kept</textarea>')
  })
})
