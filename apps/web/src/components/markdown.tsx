import { Prose } from '@truss/ui/prose'
import { toJsxRuntime } from 'hast-util-to-jsx-runtime'
import type { ReactNode } from 'react'
import { Fragment, jsx, jsxs } from 'react/jsx-runtime'
import rehypeRaw from 'rehype-raw'
import rehypeSanitize from 'rehype-sanitize'
import rehypeSlug from 'rehype-slug'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { type ResolveAddress, rehypePlace } from './markdown-links.ts'
import { MARKDOWN_SCHEMA } from './markdown-schema.ts'

/** Longer texts are cut: parsing must not take a request's time. In UTF-16 code units. */
const MAX_TEXT = 200_000

export interface MarkdownProps {
  text: string
  /** Before each id of the text; different for each text on a page. */
  idPrefix?: string
  /** By how many levels headings sink: 1 below an `h1`. */
  headingShift?: number
  /** Relative addresses of links, as written. Absent: they are taken away. */
  resolveLink?: ResolveAddress
  /** Relative addresses of pictures, as written. Absent: they are taken away. */
  resolveImage?: ResolveAddress
}

const nothing: ResolveAddress = () => null

/** Text that people wrote, as elements. The only place where it becomes HTML, and it passes one sanitizer. */
export function Markdown(props: MarkdownProps): ReactNode {
  const { text, idPrefix = 'text-', headingShift = 1 } = props
  const { resolveLink = nothing, resolveImage = nothing } = props
  const cut = text.length > MAX_TEXT
  const source = cut ? text.slice(0, MAX_TEXT) : text
  const processor = unified()
    .use(remarkParse)
    .use(remarkGfm)
    // Without a prefix here: the sanitizer gives every id the same one.
    .use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: '' })
    .use(rehypeRaw)
    .use(rehypeSanitize, { ...MARKDOWN_SCHEMA, clobberPrefix: idPrefix })
    .use(rehypeSlug, { prefix: idPrefix })
    .use(rehypePlace, { idPrefix, headingShift, resolveLink, resolveImage })
  let content: ReactNode
  try {
    content = toJsxRuntime(processor.runSync(processor.parse(source)), { Fragment, jsx, jsxs })
  } catch (error) {
    // Nested beyond what the parser can hold; anything else is a fault of ours.
    if (!(error instanceof RangeError)) throw error
    content = <pre>{source}</pre>
  }
  return (
    <Prose>
      {content}
      {cut ? <p className="text-ink-3">The text is longer; only its beginning is shown.</p> : null}
    </Prose>
  )
}
