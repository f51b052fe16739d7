import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { Sha256 } from '@truss/contracts/ids'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const RANDOM_CHARACTERS = 30

/**
 * A new access token: `truss_`, 30 random characters (178 bits) and 6 of a crc32, so that secret scanners can
 * tell a token from chance.
 */
export function mintToken(): { id: string; text: string; sha256: Sha256 } {
  const random = randomCharacters(RANDOM_CHARACTERS)
  const text = `truss_${random}${base62(crc32(random)).padStart(6, '0')}`
  const sha256 = Sha256.parse(createHash('sha256').update(text).digest('hex'))
  return { id: randomBytes(12).toString('base64url'), text, sha256 }
}

function randomCharacters(count: number): string {
  let text = ''
  while (text.length < count) {
    // Bytes from 248 on would make the first characters likelier than the others.
    for (const byte of randomBytes(count)) if (byte < 248 && text.length < count) text += DIGITS[byte % 62]
  }
  return text
}

function base62(value: number): string {
  let text = ''
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = DIGITS[rest % 62] + text
  return text
}
