import { createHash, randomBytes } from 'node:crypto'
import { cookies } from 'next/headers'
import { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { webConfig, webSecrets } from '../../config.ts'
import { authOptions } from '../../server/auth-options.ts'
import { cookieName } from '../../server/session-cookie.ts'
import { safeNext } from '../../server/sign-in-address.ts'

/**
 * Starts a sign-in and sends the browser to the registry. A plain link does it, without script and without a page
 * in between: next-auth asks for a POST with its token, so that is what it is given.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const { publicUrl } = webConfig()
  const next = safeNext(request.nextUrl.searchParams.get('next'))
  const body = new URLSearchParams({ csrfToken: await csrfToken(), callbackUrl: publicUrl + next })
  const post = new NextRequest(`${publicUrl}/api/auth/signin/truss`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  })
  const context = { params: Promise.resolve({ nextauth: ['signin', 'truss'] }) }
  const answer: Response = await NextAuth(post as never, context as never, authOptions())
  const response = new Response(null, { status: 302, headers: answer.headers })
  response.headers.set('cache-control', 'no-store')
  return response
}

/** A token as next-auth makes them (`token|sha256(token + secret)`), put into this request's cookies. */
async function csrfToken(): Promise<string> {
  const token = randomBytes(32).toString('hex')
  const proof = createHash('sha256').update(`${token}${webSecrets().sessionSecret}`).digest('hex')
  const { secure } = webConfig()
  const jar = await cookies()
  jar.set(cookieName('csrf'), `${token}|${proof}`, { httpOnly: true, sameSite: 'lax', path: '/', secure })
  return token
}
