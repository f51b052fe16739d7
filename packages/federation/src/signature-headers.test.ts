import { expect, test } from 'vitest'
import { bytesOf, keysOf } from '../test/fixtures.ts'
import { parseSignature, parseSignatureInput, writeSignatureParams } from './signature-headers.ts'

const oak = await keysOf('oak')
const keyid = `${oak.instance}#${oak.subkeys.request.key.kid}`
const nonce = Buffer.alloc(16, 7).toString('base64url')
const params = writeSignatureParams({ created: 100, expires: 160, nonce, keyid, tag: 'truss-v1:registry' })
const input = `truss=${params}`
const refused = expect.objectContaining({ code: 'bad-signature' })

test('what is written is read', () => {
  expect(parseSignatureInput(input)).toEqual({
    components: ['@method', '@authority', '@target-uri', 'content-digest'],
    params,
    created: 100,
    expires: 160,
    nonce,
    keyid,
    instance: oak.instance,
    kid: oak.subkeys.request.key.kid,
    tag: 'truss-v1:registry',
  })
})

test('components and parameters may come in another order, and the text is kept as it came', () => {
  const other = `("content-digest" "@target-uri" "@method" "@authority");tag="truss-v1:x";keyid="${keyid}";nonce="${nonce}";expires=160;created=100`
  const parsed = parseSignatureInput(`truss=${other}`)
  expect(parsed.components).toEqual(['content-digest', '@target-uri', '@method', '@authority'])
  expect(parsed.params).toBe(other)
})

const swap = (from: string, to: string) => {
  expect(input).toContain(from)
  return input.replace(from, to)
}

test.each([
  ['nothing', ''],
  ['another label', swap('truss=', 'sig1=')],
  ['a second signature', `${input}, sig1=${params}`],
  ['the same label twice', `${input}, ${input}`],
  ['a missing component', swap(' "content-digest"', '')],
  ['a component too many', swap('"@method"', '"@method" "@query"')],
  ['a component twice', swap('"@method"', '"@method" "@method"')],
  ['a component in place of another', swap('"@authority"', '"@path"')],
  ['a component with a parameter', swap('"@method"', '"@method";req')],
  ['no component', swap('"@method" "@authority" "@target-uri" "content-digest"', '')],
  ['spare white space', swap('" "', '"  "')],
  ['white space before a parameter', swap(';created', '; created')],
  ['an unknown parameter', `${input};extra="1"`],
  ['alg', `${input};alg="ed25519"`],
  ['a parameter twice', `${input};created=100`],
  ['a parameter without a value', `${input};flag`],
  ['no created', swap(';created=100', '')],
  ['no expires', swap(';expires=160', '')],
  ['no nonce', swap(`;nonce="${nonce}"`, '')],
  ['no tag', swap(';tag="truss-v1:registry"', '')],
  ['no keyid', swap(`;keyid="${keyid}"`, '')],
  ['created as a string', swap('created=100', 'created="100"')],
  ['created with a leading zero', swap('created=100', 'created=0100')],
  ['created as a decimal', swap('created=100', 'created=100.0')],
  ['a negative created', swap('created=100', 'created=-100')],
  ['a number beyond 15 digits', swap('created=100', 'created=1000000000000000')],
  ['a short nonce', swap(nonce, nonce.slice(1))],
  ['an escape in a string', swap('truss-v1:registry', 'truss-v1:\\"')],
  ['a tag of another protocol', swap('truss-v1:', 'other-v1:')],
  ['a keyid without a kid', swap(`#${oak.subkeys.request.key.kid}`, '')],
  ['a keyid that is an address', swap(keyid, 'https://eve.example/key')],
  ['a line break', swap(';tag', '\n;tag')],
  ['a tail', `${input} `],
  ['a very long header', `${input.slice(0, -1)}${'a'.repeat(2000)}"`],
])('Signature-Input with %s is refused', (_, text) => {
  expect(() => parseSignatureInput(text)).toThrow(refused)
})

test('a signature is 64 bytes in one spelling', () => {
  const bytes = Buffer.concat([bytesOf('a'), bytesOf('b')])
  const text = bytes.toString('base64')
  expect(parseSignature(`truss=:${text}:`)).toEqual(bytes)
  const respelt = text.replace(/(.)==$/, (_, last) => `${String.fromCharCode(last.charCodeAt(0) + 1)}==`)
  expect(Buffer.from(respelt, 'base64')).toEqual(bytes)
  for (const bad of [
    `truss=:${respelt}:`,
    `truss=:${text.slice(4)}:`,
    `truss=:${text}:, truss=:${text}:`,
    `truss=:${text}:;x=1`,
    `sig1=:${text}:`,
    `truss="${text}"`,
    `truss=:${text.replaceAll('=', '')}:`,
    '',
  ]) {
    expect(() => parseSignature(bad)).toThrow(refused)
  }
})

test('a hostile header of full length is refused at once', () => {
  for (const bad of [`truss=(${'"a" '.repeat(240)}`, `truss=("a")${';a=1'.repeat(240)}!`]) {
    const start = performance.now()
    expect(() => parseSignatureInput(bad)).toThrow(refused)
    expect(performance.now() - start).toBeLessThan(1000)
  }
})
