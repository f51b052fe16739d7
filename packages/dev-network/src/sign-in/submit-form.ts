import type { CookieJar } from './cookie-jar.ts'

/** Fills the first POST form of a page as a person would, hidden fields included, and sends it. */
export async function submitForm(
  jar: CookieJar,
  page: { url: string; html: string },
  values: Readonly<Record<string, string>>,
): Promise<Response> {
  const form = /<form\b[^>]*method="post"[^>]*>([\s\S]*?)<\/form>/i.exec(page.html)
  if (!form?.[1]) throw new Error(`no form on ${page.url}`)
  const action = attribute(form[0], 'action') ?? page.url
  const body = new URLSearchParams()
  for (const [input] of form[1].matchAll(/<input\b[^>]*>/gi)) {
    const name = attribute(input, 'name')
    if (name && attribute(input, 'type') === 'hidden') body.append(name, attribute(input, 'value') ?? '')
  }
  for (const [name, value] of Object.entries(values)) body.set(name, value)
  const target = new URL(action, page.url)
  return jar.fetch(target, {
    method: 'POST',
    body,
    headers: { origin: target.origin, 'sec-fetch-site': 'same-origin' },
  })
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag)?.[1]
  return value
    ?.replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
