import { createHash, randomBytes } from 'node:crypto'
import { createClient } from '@truss/client/client'
import { AccountId, type InstanceId } from '@truss/contracts/ids'
import { createSession, INTERNAL_API, putSignIn } from '@truss/contracts/instance-internal-routes'
import type { Subkey } from '@truss/federation/instance-keys'
import { importJWK, SignJWT } from 'jose'
import { CookieJar } from './cookie-jar.ts'
import { submitForm } from './submit-form.ts'

const MAX_STEPS = 12

export interface SignInAt {
  readonly registryUrl: string
  readonly instance: { readonly id: InstanceId; readonly baseUrl: string; readonly openIdKey: Subkey }
  /** The instance's internal listener and its secret. */
  readonly internalUrl: string
  readonly internalSecret: string
}

export interface SignedIn {
  readonly account: AccountId
  /** Id of a session of the instance's pages. */
  readonly session: string
  readonly scope: string
}

/**
 * Signs a person in at an instance as its pages do, without a browser: the registry's form, the code, the tokens,
 * a session.
 *
 * @throws {Error} with what the registry's page said when it refuses
 */
export async function signIn(at: SignInAt, person: { handle: string; password: string }): Promise<SignedIn> {
  const jar = new CookieJar()
  const verifier = randomBytes(32).toString('base64url')
  const redirectUri = `${at.instance.baseUrl}/api/auth/callback/truss`
  const authorize = new URL(`${at.registryUrl}/oidc/auth`)
  authorize.search = new URLSearchParams({
    client_id: at.instance.id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid profile social designs',
    state: randomBytes(8).toString('hex'),
    nonce: randomBytes(8).toString('hex'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString()
  const code = await codeFrom(jar, authorize.href, redirectUri, person)
  const tokens = await exchange(at, { code, verifier, redirectUri })
  const claims = JSON.parse(Buffer.from(tokens.id_token.split('.')[1] ?? '', 'base64url').toString('utf8'))
  const account = AccountId.parse(claims.sub)

  const internal = createClient({
    base: at.internalUrl + INTERNAL_API,
    fetch: (request) => fetch(request),
    authorize(request) {
      request.headers.set('authorization', `Bearer ${at.internalSecret}`)
      return request
    },
  })
  await internal.call(putSignIn, {
    params: { account },
    body: {
      handle: person.handle,
      displayName: String(claims.name ?? person.handle),
      tokens: {
        accessToken: tokens.access_token,
        refreshToken: tokens.refresh_token ?? null,
        expiresAt: new Date(Date.now() + tokens.expires_in * 1000).toISOString(),
        scope: tokens.scope,
      },
    },
  })
  const session = randomBytes(32).toString('base64url')
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
  await internal.call(createSession, { body: { id: session, account, expiresAt } })
  return { account, session, scope: tokens.scope }
}

async function codeFrom(
  jar: CookieJar,
  start: string,
  redirectUri: string,
  person: { handle: string; password: string },
): Promise<string> {
  let url = start
  let response = await jar.fetch(url)
  let sent = false
  for (let step = 0; step < MAX_STEPS; step++) {
    const location = response.headers.get('location')
    if (location) {
      url = new URL(location, url).href
      if (url.startsWith(redirectUri)) {
        const code = new URL(url).searchParams.get('code')
        if (!code) throw new Error(`the registry refused: ${new URL(url).search}`)
        return code
      }
      response = await jar.fetch(url)
      continue
    }
    const html = await response.text()
    if (sent || response.status >= 400)
      throw new Error(`the registry did not sign ${person.handle} in: ${textOf(html)}`)
    sent = true
    response = await submitForm(jar, { url, html }, { handle: person.handle, password: person.password })
  }
  throw new Error('the registry redirects in circles')
}

interface Tokens {
  id_token: string
  access_token: string
  refresh_token?: string
  expires_in: number
  scope: string
}

async function exchange(
  at: SignInAt,
  { code, verifier, redirectUri }: { code: string; verifier: string; redirectUri: string },
): Promise<Tokens> {
  const { privateKey, key } = at.instance.openIdKey
  const assertion = await new SignJWT({ jti: randomBytes(16).toString('hex') })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid })
    .setIssuer(at.instance.id)
    .setSubject(at.instance.id)
    .setAudience(`${at.registryUrl}/oidc`)
    .setIssuedAt()
    .setExpirationTime('60s')
    .sign(await importJWK({ ...privateKey }, 'EdDSA'))
  const response = await fetch(`${at.registryUrl}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      client_id: at.instance.id,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  })
  if (!response.ok) throw new Error(`no tokens: ${await response.text()}`)
  return (await response.json()) as Tokens
}

function textOf(html: string): string {
  return html
    .replace(/<(style|script|head)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300)
}
