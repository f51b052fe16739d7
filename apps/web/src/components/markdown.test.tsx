import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { Markdown, type MarkdownProps } from './markdown.tsx'

function html(text: string, props: Partial<MarkdownProps> = {}): string {
  return renderToStaticMarkup(<Markdown text={text} {...props} />)
}

describe('what people write', () => {
  test('GitHub’s Markdown is rendered: tables, task lists, struck text', () => {
    const out = html('| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [x] done\n\n~~gone~~')
    expect(out).toContain('<table>')
    expect(out).toContain('type="checkbox"')
    expect(out).toContain('<del>gone</del>')
  })

  test('headings sink below those of the page and get prefixed ids', () => {
    expect(html('# Bill of *materials*', { idPrefix: 'readme-' })).toContain(
      '<h2 id="readme-bill-of-materials">',
    )
  })

  test('links within the text find the prefixed ids', () => {
    expect(html('[parts](#parts)', { idPrefix: 'readme-' })).toContain('href="#readme-parts"')
    const note = html('a[^1]\n\n[^1]: b', { idPrefix: 'x-' })
    expect(note).toContain('href="#x-fn-1"')
    expect(note).toContain('id="x-fn-1"')
  })

  test('an id of the text cannot be one of the page', () => {
    expect(html('<div id="main">x</div>')).toContain('id="text-main"')
  })

  test('relative links and pictures go where the caller says', () => {
    const out = html('[a](docs/a.md) ![p](p.png)', {
      resolveLink: (at) => `/mara/x/file/main/${at}`,
      resolveImage: (at) => `/mara/x/raw/main/${at}`,
    })
    expect(out).toContain('href="/mara/x/file/main/docs/a.md"')
    expect(out).toContain('src="/mara/x/raw/main/p.png"')
  })

  test('links elsewhere pass on no trust and no address', () => {
    expect(html('[a](https://example.org/)')).toContain('rel="nofollow ugc noopener noreferrer"')
  })
})

describe('what attackers write', () => {
  const hostile: [name: string, text: string][] = [
    ['a script', '<script>alert(1)</script>'],
    ['a script in capitals', '<ScRiPt src=//e.example></sCrIpT>'],
    ['an event handler', '<img src=x.png onerror=alert(1)>'],
    ['an event handler on a link', '<a href="https://e.example" onclick="alert(1)">x</a>'],
    ['a javascript link', '[x](javascript:alert(1))'],
    ['a javascript link with a tab', '<a href="java\tscript:alert(1)">x</a>'],
    ['a javascript link in capitals', '<a href="JaVaScRiPt:alert(1)">x</a>'],
    ['a javascript link with entities', '<a href="&#106;avascript:alert(1)">x</a>'],
    ['a vbscript link', '[x](vbscript:msgbox)'],
    ['a data link', '[x](data:text/html;base64,PHNjcmlwdD4=)'],
    ['a data picture', '![x](data:image/svg+xml;base64,PHN2Zz4=)'],
    ['an svg with a script', '<svg onload=alert(1)><script>alert(1)</script></svg>'],
    ['mathematics that hides a script', '<math><mtext><style><img src=x onerror=alert(1)></style></math>'],
    ['a frame', '<iframe src="https://e.example"></iframe>'],
    ['an object', '<object data="x.swf"></object><embed src="x">'],
    ['a form', '<form action="https://e.example"><input name=p type=password><button>Go</button></form>'],
    ['a style', '<style>body{display:none}</style><p style="position:fixed">x</p>'],
    ['a base', '<base href="https://e.example/">'],
    ['a refresh', '<meta http-equiv="refresh" content="0;url=https://e.example">'],
    [
      'a source behind the resolver',
      '<picture><source srcset="https://e.example/x"><img src="x.png"></picture>',
    ],
    ['an unclosed tag', '<img src="x" onerror="alert(1)'],
    ['a broken comment', '<!--><script>alert(1)</script>-->'],
  ]

  test.each(hostile)('%s has no effect', (_name, text) => {
    const out = html(text, { resolveLink: (at) => at, resolveImage: (at) => at })
    // Escaped text may quote anything; only tags count.
    const tags = (out.match(/<[a-z!][^>]*>/gi) ?? []).join('\n')
    expect(tags).not.toMatch(
      /<(?:script|style|svg|math|iframe|object|embed|form|button|base|meta|source|link)\b/i,
    )
    expect(tags).not.toMatch(/\son[a-z]+\s*=|javascript:|vbscript:|data:|style=|srcset=/i)
    expect(tags).not.toMatch(/type="password"|\sname=/i)
  })

  test.each(['//e.example/x', '/\\e.example/x', '\\\\e.example/x'])(
    '%s is no relative address',
    (address) => {
      const out = html(`<a href="${address}">x</a><img src="${address}">`, {
        resolveLink: (at) => at,
        resolveImage: (at) => at,
      })
      expect(out).not.toMatch(/(?:href|src)="[^"]*e\.example/)
    },
  )

  test('relative addresses are taken away where nobody resolves them', () => {
    expect(html('[a](b) ![c](d.png)')).not.toMatch(/href=|src=/)
  })

  test('a text nested without end is shown and harms nobody', () => {
    expect(html(`${'> '.repeat(2000)}deep`)).toContain('<div class="prose">')
    expect(html(`${'<div>'.repeat(5000)}deep`)).toContain('<div class="prose">')
  })

  test('a text without end is cut and says so', () => {
    expect(html('word '.repeat(60_000))).toContain('only its beginning is shown')
  })
})
