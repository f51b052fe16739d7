import { html } from 'hono/html'
import { layout } from './layout.ts'

/** A page that says what went wrong and leads on. */
export async function renderError(registry: string, title: string, detail: string): Promise<string> {
  const body = html`<div class="stack narrow"><h1>${title}</h1><p class="soft">${detail}</p>
<p class="small">Go back to the site you came from and try again, or <a href="/">see what this registry is</a>.</p></div>`
  return String(await layout({ title, registry, body }))
}
