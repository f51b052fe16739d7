import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import type { Server } from 'node:http'
import { listen, readBody } from './fake-server.ts'

export interface FakeRegistryOptions {
  port: number
  /** The instance's id: the audience of what it signs. */
  clientId: string
  /** Who signs in; the sample's mara unless told otherwise. */
  handle?: string
  /** Checks the assertion of the instance with this key when given. */
  clientKey?: Record<string, unknown>
}

interface Grant {
  nonce: string
  challenge: string
  redirectUri: string
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * An OpenID provider that says yes to everybody: discovery, code flow with PKCE, private_key_jwt, EdDSA. Enough to
 * see that these pages ask for the right things and believe only the right answer.
 */
export async function startFakeRegistry(options: FakeRegistryOptions): Promise<Server> {
  const origin = `http://127.0.0.1:${options.port}`
  const issuer = `${origin}/oidc`
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const grants = new Map<string, Grant>()
  const handle = options.handle ?? 'mara'

  return listen(options.port, async (request, response) => {
    const url = new URL(request.url ?? '/', origin)
    const json = (body: unknown, status = 200) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    if (url.pathname === '/oidc/.well-known/openid-configuration') {
      json({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        id_token_signing_alg_values_supported: ['EdDSA'],
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
      })
    } else if (url.pathname === '/oidc/jwks') {
      json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'registry', alg: 'EdDSA', use: 'sig' }] })
    } else if (url.pathname === '/oidc/auth') {
      const asked = url.searchParams
      const code = randomBytes(16).toString('hex')
      const redirectUri = asked.get('redirect_uri') ?? ''
      grants.set(code, {
        nonce: asked.get('nonce') ?? '',
        challenge: asked.get('code_challenge') ?? '',
        redirectUri,
      })
      const back = new URL(redirectUri)
      back.searchParams.set('code', code)
      back.searchParams.set('state', asked.get('state') ?? '')
      back.searchParams.set('iss', issuer)
      response.writeHead(302, { location: back.href }).end()
    } else if (url.pathname === '/oidc/token') {
      const form = new URLSearchParams(await readBody(request))
      const grant = grants.get(form.get('code') ?? '')
      grants.delete(form.get('code') ?? '')
      const verifier = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      const allowed =
        grant?.challenge === verifier &&
        grant.redirectUri === form.get('redirect_uri') &&
        proven(form.get('client_assertion') ?? '', options)
      if (!allowed) return json({ error: 'invalid_grant' }, 400)
      const now = Math.floor(Date.now() / 1000)
      const claims = {
        iss: issuer,
        sub: `a${handle}`.padEnd(26, 'a'),
        aud: options.clientId,
        iat: now,
        exp: now + 300,
        nonce: grant.nonce,
        preferred_username: handle,
        name: 'Mara Lindqvist',
        home: null,
        operator: false,
      }
      const text = `${encode({ alg: 'EdDSA', kid: 'registry' })}.${encode(claims)}`
      const idToken = `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`
      json({
        access_token: 'sample-access',
        token_type: 'Bearer',
        expires_in: 300,
        scope: 'openid profile social',
        id_token: idToken,
      })
    } else {
      response.writeHead(404).end('the sample registry has no pages')
    }
  })
}

function proven(assertion: string, { clientId, clientKey }: FakeRegistryOptions): boolean {
  const [head = '', body = '', signature = ''] = assertion.split('.')
  if (!clientKey) return assertion !== ''
  const key = createPublicKey({ key: clientKey as never, format: 'jwk' })
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString() || '{}') as Record<string, unknown>
  return (
    claims.iss === clientId &&
    claims.sub === clientId &&
    verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))
  )
}
