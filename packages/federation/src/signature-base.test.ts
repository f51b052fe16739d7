import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { signatureBase } from './signature-base.ts'

// RFC 9421, B.1.4 and B.2.6.
const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs' }
const d = 'n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU'
const signature = 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=='
const params =
  '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"'
const components = [
  ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
  ['@method', 'POST'],
  ['@path', '/foo'],
  ['@authority', 'example.com'],
  ['content-type', 'application/json'],
  ['content-length', '18'],
] as const

test('the signature base is that of RFC 9421 appendix B.2.6', () => {
  expect(signatureBase(components, params)).toBe(
    `"date": Tue, 20 Apr 2021 02:07:55 GMT
"@method": POST
"@path": /foo
"@authority": example.com
"content-type": application/json
"content-length": 18
"@signature-params": ${params}`,
  )
})

test('the Ed25519 signature of appendix B.2.6 fits this base, and the key makes it again', () => {
  const base = Buffer.from(signatureBase(components, params))
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' })
  expect(verify(null, base, publicKey, Buffer.from(signature, 'base64'))).toBe(true)
  const privateKey = createPrivateKey({ key: { ...jwk, d }, format: 'jwk' })
  expect(sign(null, base, privateKey).toString('base64')).toBe(signature)
})
