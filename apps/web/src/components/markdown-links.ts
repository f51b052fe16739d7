import type { Element, Root } from 'hast'

/** Turns an address of the text into one of the page; `null` takes it away. Gets relative addresses only. */
export type ResolveAddress = (address: string) => string | null

export interface LinkOptions {
  idPrefix: string
  headingShift: number
  resolveLink: ResolveAddress
  resolveImage: ResolveAddress
}

/** Deeper than any text needs; a page nested without end would exhaust the stack of whoever walks it. */
const MAX_DEPTH = 64

/** Resolves addresses, shifts headings below those of the page, and cuts what is nested too deeply. Runs after sanitizing. */
export function rehypePlace(options: LinkOptions) {
  return (tree: Root): void => {
    const walk = (node: Root | Element, depth: number): void => {
      if (depth > MAX_DEPTH) node.children = []
      for (const child of node.children) {
        if (child.type !== 'element') continue
        place(child, options)
        walk(child, depth + 1)
      }
    }
    walk(tree, 0)
  }
}

function place(element: Element, options: LinkOptions): void {
  const heading = /^h([1-6])$/.exec(element.tagName)
  if (heading) element.tagName = `h${Math.min(6, Number(heading[1]) + options.headingShift)}`
  if (element.tagName === 'a') placeLink(element, options)
  if (element.tagName === 'img') placeImage(element, options)
}

function placeLink(element: Element, { idPrefix, resolveLink }: LinkOptions): void {
  const href = element.properties.href
  if (typeof href !== 'string') return
  if (href.startsWith('#')) {
    element.properties.href = `#${idPrefix}${href.slice(1)}`
    return
  }
  const kind = kindOf(href)
  const resolved = kind === 'relative' ? resolveLink(href) : kind === 'absolute' ? href : null
  if (resolved === null) delete element.properties.href
  else element.properties.href = resolved
  if (kind === 'absolute') element.properties.rel = ['nofollow', 'ugc', 'noopener', 'noreferrer']
}

function placeImage(element: Element, { resolveImage }: LinkOptions): void {
  const src = element.properties.src
  const kind = typeof src === 'string' ? kindOf(src) : 'odd'
  const resolved = kind === 'relative' ? resolveImage(src as string) : kind === 'absolute' ? src : null
  if (resolved === null) delete element.properties.src
  else element.properties.src = resolved
  element.properties.loading = 'lazy'
  element.properties.decoding = 'async'
  element.properties.referrerPolicy = 'no-referrer'
}

function kindOf(address: string): 'relative' | 'absolute' | 'odd' {
  if (/^(?:https?|mailto):/i.test(address)) return 'absolute'
  // Browsers read `//`, `/\` and `\\` as the start of another host.
  if (/^[\\/]{2}/.test(address) || /^[a-z][a-z0-9+.-]*:/i.test(address)) return 'odd'
  return 'relative'
}
