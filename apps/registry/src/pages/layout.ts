import type { Account } from '@truss/contracts/accounts'
import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

const MARK = raw(
  '<svg viewBox="0 0 28 24" aria-hidden="true"><path d="M4 19 14 5l10 14H4Z"/><path d="M14 5v14"/><circle cx="4" cy="19" r="2.4"/><circle cx="24" cy="19" r="2.4"/><circle cx="14" cy="19" r="2.4"/><circle class="joint" cx="14" cy="5" r="2.6"/></svg>',
)

/** A whole page of the registry. Everything that is put into it is escaped. */
export function layout(page: {
  title: string
  registry: string
  account?: Account | undefined
  body: Html
}): Html {
  const { account } = page
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · ${page.registry}</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="bar"><div class="wrap">
<a class="brand" href="/">${MARK}Truss</a><span class="here">${page.registry}</span>
<nav aria-label="Main"><ul>${
    account
      ? html`<li><a href="/account">${account.handle}</a></li>${
          account.operator ? html`<li><a href="/console/instances">Console</a></li>` : ''
        }<li><a href="/signout">Sign out</a></li>`
      : html`<li><a href="/signin">Sign in</a></li><li><a href="/signup">Sign up</a></li>`
  }</ul></nav>
</div></header>
<main id="main" class="wrap">${page.body}</main>
</body>
</html>`
}

export const FAVICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 24" fill="none" stroke="#6b7684" stroke-width="2" stroke-linejoin="round"><path d="M4 19 14 5l10 14H4Z"/><path d="M14 5v14"/><circle cx="14" cy="5" r="2.6" fill="#1d548c" stroke="#1d548c"/></svg>'
