import { createHash, randomBytes } from 'node:crypto'
import type { Subkey } from '@truss/federation/instance-keys'
import { importJWK, SignJWT } from 'jose'
import type { TestMember } from './test-member.ts'
import { PASSWORD } from './test-registry.ts'
import type { Visitor } from './visitor.ts'

const MAX_STEPS = 10

export interface Tokens {
  readonly id_token: string
  readonly access_token: string
  readonly refresh_token: string
  readonly scope: string
  readonly token_type: string
  readonly expires_in: number
}

/** Where a visit to the authorization endpoint ends. */
export interface Arrival {
  /** At the instance's callback. */
  readonly callback?: URL
  /** At a page of the registry. */
  readonly page?: { readonly url: string; readonly status: number; readonly html: string }
}

/** The member's side of OpenID Connect, step by step, as its pages do it. */
export function createRelyingParty(registryUrl: string, member: TestMember) {
  const issuer = `${registryUrl}/oidc`
  const redirectUri = `${member.baseUrl}/api/auth/callback/truss`
  const verifier = randomBytes(32).toString('base64url')

  function authorizeUrl(change: Readonly<Record<string, string | undefined>> = {}): string {
    const url = new URL(`${issuer}/auth`)
    const params: Record<string, string | undefined> = {
      client_id: member.keys.instance,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid profile social designs',
      state: 'the-state',
      nonce: 'the-nonce',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...change,
    }
    for (const [name, value] of Object.entries(params))
      if (value !== undefined) url.searchParams.set(name, value)
    return url.href
  }

  /** Follows redirects inside the registry. */
  async function arrive(visitor: Visitor, start: string | Response): Promise<Arrival> {
    let url = typeof start === 'string' ? start : start.url
    let response = typeof start === 'string' ? await visitor.fetch(url) : start
    for (let step = 0; step < MAX_STEPS; step++) {
      const location = response.headers.get('location')
      if (location === null) return { page: { url, status: response.status, html: await response.text() } }
      url = new URL(location, url).href
      if (url.startsWith(member.baseUrl)) return { callback: new URL(url) }
      response = await visitor.fetch(url)
    }
    throw new Error('the registry redirects in circles')
  }

  async function assertion(
    { privateKey, key }: Subkey = member.keys.subkeys.openid,
    audience = issuer,
  ): Promise<string> {
    return new SignJWT({ jti: randomBytes(16).toString('hex') })
      .setProtectedHeader({ alg: 'EdDSA', kid: key.kid })
      .setIssuer(member.keys.instance)
      .setSubject(member.keys.instance)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign(await importJWK({ ...privateKey }, 'EdDSA'))
  }

  /** The token endpoint's answer, or the name of its error. */
  async function ask(form: Readonly<Record<string, string>>, withKey?: Subkey): Promise<Tokens | string> {
    const response = await fetch(`${issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: member.keys.instance,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await assertion(withKey),
        ...form,
      }),
    })
    const json = (await response.json()) as Tokens & { error?: string }
    return response.ok ? json : `${response.status} ${json.error}`
  }

  const exchange = (code: string, change: Readonly<Record<string, string>> = {}, withKey?: Subkey) =>
    ask(
      {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
        ...change,
      },
      withKey,
    )

  /** Visits, types name and password where asked, and comes back with the code. */
  async function codeFor(visitor: Visitor, handle: string): Promise<string> {
    const first = await arrive(visitor, authorizeUrl())
    const { callback, page } = first.page
      ? await arrive(visitor, await visitor.submit(first.page.url, { handle, password: PASSWORD }))
      : first
    const code = callback?.searchParams.get('code')
    if (!code) throw new Error(`no code: ${callback?.search ?? page?.html}`)
    return code
  }

  return {
    issuer,
    redirectUri,
    authorizeUrl,
    arrive,
    codeFor,
    exchange,
    refresh: (token: string) => ask({ grant_type: 'refresh_token', refresh_token: token }),
    async signIn(visitor: Visitor, handle: string): Promise<Tokens> {
      const tokens = await exchange(await codeFor(visitor, handle))
      if (typeof tokens === 'string') throw new Error(tokens)
      return tokens
    },
  }
}

export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
}
