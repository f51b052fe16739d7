import { InstanceId } from '@truss/contracts/ids'
import { RecordError } from './record-error.ts'
import { COMPONENTS, type Component } from './signature-base.ts'

/** The one label under which Truss signs. */
export const SIGNATURE_LABEL = 'truss'

/** Longer headers are not looked at. An honest one has about 260 characters. */
const MAX_HEADER_LENGTH = 1024

/**
 * One inner list under the label `truss`, in the canonical serialisation of RFC 9651: no spare white space, no
 * escapes, no second member. Each repetition starts with a character that nothing before it can match, so the
 * time is linear.
 */
const SIGNATURE_INPUT =
  /^truss=(\(("[a-z@-]+"(?: "[a-z@-]+")*)\)((?:;[a-z]+=(?:"[A-Za-z0-9_.:#-]*"|0|[1-9]\d{0,14}))*))$/
const SIGNATURE = /^truss=:([A-Za-z0-9+/]{86}==):$/
const KEY_ID = /^([a-z2-7]{26})#([A-Za-z0-9_-]{43})$/

export interface SignatureInput {
  readonly components: readonly Component[]
  /** The inner list with its parameters, letter by letter: the value of `@signature-params`. */
  readonly params: string
  /** Unix seconds. */
  readonly created: number
  readonly expires: number
  /** 16 bytes in base64url. */
  readonly nonce: string
  readonly keyid: string
  readonly instance: InstanceId
  readonly kid: string
  readonly tag: string
}

/** The parameters in the order in which Truss writes them. `alg` stays out: the key says it. */
export function writeSignatureParams(
  input: Pick<SignatureInput, 'created' | 'expires' | 'nonce' | 'keyid' | 'tag'>,
): string {
  const { created, expires, nonce, keyid, tag } = input
  const components = COMPONENTS.map((name) => `"${name}"`).join(' ')
  return `(${components});created=${created};expires=${expires};nonce="${nonce}";keyid="${keyid}";tag="${tag}"`
}

/**
 * Reads `Signature-Input`. Components and parameters may come in any order; each must be there, once, and
 * nothing else.
 *
 * @throws {RecordError} `bad-signature`
 */
export function parseSignatureInput(value: string): SignatureInput {
  const match = value.length <= MAX_HEADER_LENGTH ? SIGNATURE_INPUT.exec(value) : null
  if (!match) throw refusal('Signature-Input is not one signature labelled truss')
  const [, params = '', list = '', tail = ''] = match
  const components = list.split(' ').map((quoted) => quoted.slice(1, -1))
  if (components.toSorted().join() !== COMPONENTS.toSorted().join()) {
    throw refusal(`the signature must cover exactly ${COMPONENTS.join(', ')}`)
  }
  const found = new Map<string, string>()
  for (const [, name = '', text = ''] of tail.matchAll(/;([a-z]+)=("[^"]*"|\d+)/g)) {
    if (found.has(name)) throw refusal(`parameter ${name} is given twice`)
    found.set(name, text)
  }
  const take = (name: string, form: RegExp): string => {
    const text = form.exec(found.get(name) ?? '')?.[1]
    if (text === undefined) throw refusal(`parameter ${name} is missing or malformed`)
    found.delete(name)
    return text
  }
  const created = Number(take('created', /^(\d+)$/))
  const expires = Number(take('expires', /^(\d+)$/))
  const nonce = take('nonce', /^"([A-Za-z0-9_-]{22})"$/)
  const keyid = take('keyid', /^"([^"]+)"$/)
  const tag = take('tag', /^"(truss-v1:[a-z][a-z0-9-]{0,31})"$/)
  const [unknown] = found.keys()
  if (unknown !== undefined) throw refusal(`parameter ${unknown} is not known here`)
  const [, instance, kid] = KEY_ID.exec(keyid) ?? []
  if (instance === undefined || kid === undefined) throw refusal('keyid is not <instance>#<kid>')
  return {
    components: components as Component[],
    params,
    created,
    expires,
    nonce,
    keyid,
    instance: InstanceId.parse(instance),
    kid,
    tag,
  }
}

/**
 * Reads `Signature`: 64 bytes.
 *
 * @throws {RecordError} `bad-signature`
 */
export function parseSignature(value: string): Uint8Array {
  const text = SIGNATURE.exec(value)?.[1]
  const bytes = Buffer.from(text ?? '', 'base64')
  // One spelling only: the last letter has bits that belong to no byte.
  if (text === undefined || bytes.toString('base64') !== text) {
    throw refusal('Signature is not one Ed25519 signature labelled truss')
  }
  return bytes
}

function refusal(message: string): RecordError {
  return new RecordError('bad-signature', message)
}
