/** A browser without script: keeps cookies by origin, fills forms, follows what a test tells it to follow. */
export class Visitor {
  readonly #cookies = new Map<string, Map<string, string>>()

  cookie(url: string, name: string): string | undefined {
    return this.#cookies.get(new URL(url).origin)?.get(name)
  }

  plant(url: string, name: string, value: string): void {
    this.#jar(url).set(name, value)
  }

  async fetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const jar = this.#jar(url)
    const headers = new Headers(init.headers)
    if (jar.size > 0) headers.set('cookie', [...jar].map((pair) => pair.join('=')).join('; '))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }

  /** Opens a page and sends the form with this action; hidden fields come along, `headers` say who sends it. */
  async submit(
    page: string,
    values: Readonly<Record<string, string>>,
    { action, headers }: { action?: string; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const html = await (await this.fetch(page)).text()
    const form = formsOf(html).find(({ to }) => action === undefined || to === action)
    if (!form) throw new Error(`no form ${action ?? ''} on ${page}: ${textOf(html)}`)
    const { origin } = new URL(page)
    return this.fetch(new URL(form.to, page), {
      method: 'POST',
      body: new URLSearchParams({ ...form.hidden, ...values }),
      headers: { origin, 'sec-fetch-site': 'same-origin', ...headers },
    })
  }

  #jar(url: string | URL): Map<string, string> {
    const { origin } = new URL(url)
    const jar = this.#cookies.get(origin) ?? new Map<string, string>()
    this.#cookies.set(origin, jar)
    return jar
  }
}

function formsOf(html: string): { to: string; hidden: Record<string, string> }[] {
  return [...html.matchAll(/<form\b[^>]*method="post"[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => {
    const hidden: Record<string, string> = {}
    for (const [input] of form.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)) {
      hidden[attribute(input, 'name')] = attribute(input, 'value')
    }
    return { to: attribute(form, 'action'), hidden }
  })
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
  return value
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
}

/** What a page says. */
export function textOf(html: string): string {
  const main = /<main\b[\s\S]*<\/main>/.exec(html)?.[0] ?? html
  return main
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
