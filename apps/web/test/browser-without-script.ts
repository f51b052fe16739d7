/** A browser that keeps cookies, follows redirects and sends forms, and runs no script. */
export class PlainBrowser {
  readonly cookies = new Map<string, string>()
  /** Raw `set-cookie` lines that were seen. */
  readonly setCookies: string[] = []
  url = ''
  status = 0
  html = ''
  /** Addresses that were passed through, the last one included. */
  trail: string[] = []

  async go(url: string, init: RequestInit = {}): Promise<this> {
    this.trail = []
    let next = url
    let request = init
    for (let hop = 0; hop < 12; hop += 1) {
      this.trail.push(next)
      const headers = new Headers(request.headers)
      const jar = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      if (jar) headers.set('cookie', jar)
      const response = await fetch(next, { ...request, headers, redirect: 'manual' })
      this.keep(response)
      const location = response.headers.get('location')
      this.url = next
      this.status = response.status
      this.html = await response.text()
      if (location === null || response.status < 300 || response.status > 399) return this
      next = new URL(location, next).href
      request = {}
    }
    throw new Error(`too many redirects: ${this.trail.join(' ')}`)
  }

  /** Sends the form that holds `marker`, with its hidden fields and these. */
  async send(
    marker: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<this> {
    const form = (this.html.match(/<form[\s\S]*?<\/form>/g) ?? []).find((one) => one.includes(marker))
    if (!form) throw new Error(`no form with ${marker} at ${this.url}`)
    const body = new FormData()
    for (const [input] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
      const name = /\sname="([^"]*)"/.exec(input)?.[1]
      const value = /\svalue="([^"]*)"/.exec(input)?.[1] ?? ''
      if (name) body.append(unescapeHtml(name), unescapeHtml(value))
    }
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    const origin = new URL(this.url).origin
    return this.go(this.url, { method: 'POST', body, headers: { origin, ...headers } })
  }

  get text(): string {
    return unescapeHtml(this.html.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<[^>]*>/g, ' '))
  }

  private keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      this.setCookies.push(line)
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      const gone = /max-age=0|expires=thu, 01 jan 1970/i.test(line)
      if (gone) this.cookies.delete(pair.slice(0, at))
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
  }
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
