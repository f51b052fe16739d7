import { ModelError } from './model-error.ts'

/** What a scan reports. Names come without their namespace prefix, attribute names with it. */
export interface XmlHandler {
  open(name: string, attributes: ReadonlyMap<string, string>): void
  close(name: string): void
  text?(text: string): void
}

const MAX_DEPTH = 64
const NAME = /[A-Za-z_][\w.:-]*/y
const SPACE = /\s*/y
const ATTRIBUTE = /([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * A strict scan of an XML document: elements must nest and end. Document types are refused, so there are no
 * entities but the five of XML and character numbers, and nothing can expand or be fetched.
 *
 * @throws {ModelError} `unreadable`
 */
export function scanXml(text: string, handler: XmlHandler): void {
  const open: string[] = []
  let seenRoot = false
  let at = text.startsWith('\uFEFF') ? 1 : 0
  while (at < text.length) {
    const next = text.indexOf('<', at)
    const end = next < 0 ? text.length : next
    if (end > at) {
      const between = text.slice(at, end)
      if (open.length > 0) handler.text?.(decode(between))
      else if (between.trim() !== '') throw broken('text outside the root')
    }
    if (next < 0) break
    if (text.startsWith('<?', next)) at = after(text, '?>', next + 2)
    else if (text.startsWith('<!--', next)) at = after(text, '-->', next + 4)
    else if (text.startsWith('<![CDATA[', next) && open.length > 0) {
      at = after(text, ']]>', next + 9)
      handler.text?.(text.slice(next + 9, at - 3))
    } else if (text.startsWith('<!', next)) throw broken('document types are not accepted')
    else if (text[next + 1] === '/') {
      const name = match(NAME, text, next + 2)
      if (open.pop() !== name) throw broken('elements do not nest')
      at = skipSpace(text, next + 2 + name.length)
      if (text[at++] !== '>') throw broken('a closing tag does not end')
      handler.close(localName(name))
    } else {
      if (open.length === 0 && seenRoot) throw broken('two roots')
      seenRoot = true
      at = scanOpeningTag(text, next + 1, open, handler)
    }
  }
  if (open.length > 0 || !seenRoot) throw broken('the document ends too early')
}

function scanOpeningTag(text: string, start: number, open: string[], handler: XmlHandler): number {
  const name = match(NAME, text, start)
  let at = skipSpace(text, start + name.length)
  const attributes = new Map<string, string>()
  while (text[at] !== '>' && text[at] !== '/') {
    ATTRIBUTE.lastIndex = at
    const found = ATTRIBUTE.exec(text)
    if (found === null) throw broken('a tag does not end')
    if (attributes.has(found[1] as string)) throw broken('an attribute is there twice')
    attributes.set(found[1] as string, decode(found[2] ?? found[3] ?? ''))
    at = skipSpace(text, ATTRIBUTE.lastIndex)
  }
  handler.open(localName(name), attributes)
  if (text[at] === '>') {
    if (open.push(name) > MAX_DEPTH) throw broken('elements nest too deep')
    return at + 1
  }
  if (text[at + 1] !== '>') throw broken('a tag does not end')
  handler.close(localName(name))
  return at + 2
}

function decode(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;]{0,12});?/g, (whole, name: string) => {
    const number = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name)
    const code =
      number === null ? undefined : Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10)
    const value =
      code === undefined ? ENTITIES[name] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined
    if (value === undefined || !whole.endsWith(';')) throw broken('an entity is not known')
    return value
  })
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  const found = pattern.exec(text)
  if (found === null) throw broken('a name is missing')
  return found[0]
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at
  SPACE.test(text)
  return SPACE.lastIndex
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  if (at < 0) throw broken(`"${mark}" is missing`)
  return at + mark.length
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function broken(detail: string): ModelError {
  return new ModelError('unreadable', `broken XML: ${detail}`)
}
