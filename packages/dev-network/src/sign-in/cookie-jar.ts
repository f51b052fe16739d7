/** Cookies of one visitor, kept apart by origin although ports share them in a browser. */
export class CookieJar {
  readonly #cookies = new Map<string, Map<string, string>>()

  /** Follows no redirect: whoever drives a flow wants to see each step. */
  async fetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const { origin } = new URL(url)
    const cookies = this.#cookies.get(origin) ?? new Map<string, string>()
    this.#cookies.set(origin, cookies)
    const headers = new Headers(init.headers)
    if (cookies.size > 0)
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';')
      const name = pair.slice(0, pair.indexOf('=')).trim()
      const value = pair.slice(pair.indexOf('=') + 1).trim()
      const expired = attributes.some((attribute) =>
        /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute),
      )
      if (expired || value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
}
