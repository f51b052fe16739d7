import { defaultSchema } from 'rehype-sanitize'

type Schema = typeof defaultSchema

const { '*': _everywhere, ...perTag } = defaultSchema.attributes ?? {}

/**
 * What may stand in text that people wrote. Narrower than the one of GitHub: no attribute is allowed everywhere but
 * ids, titles and languages; no `picture`, whose sources would bypass the resolving of addresses; no address but
 * http, https and mailto. Ids are prefixed, so that no text can name an element of the page.
 */
export const MARKDOWN_SCHEMA: Schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((tag) => tag !== 'picture' && tag !== 'source'),
  attributes: {
    ...perTag,
    '*': ['id', 'title', 'lang'],
    img: ['alt', 'src', 'width', 'height'],
    th: ['align', 'colSpan', 'rowSpan'],
    td: ['align', 'colSpan', 'rowSpan'],
    details: ['open'],
  },
  protocols: { href: ['http', 'https', 'mailto'], src: ['http', 'https'] },
  strip: ['script', 'style', 'template', 'noscript', 'title', 'textarea', 'svg', 'math'],
}
