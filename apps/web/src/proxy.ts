import { type NextRequest, NextResponse } from 'next/server'
import { isDevelopment, webConfig } from './config.ts'

/** What a page may load and where its forms may lead. `nonce` marks the scripts of this one answer. */
function contentSecurityPolicy(nonce: string): string {
  const { registryUrl, secure } = webConfig()
  const scripts = `'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment() ? " 'unsafe-eval'" : ''}`
  return [
    `default-src 'none'`,
    `script-src ${scripts}`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Positions of menus; sanitized texts have no style attributes.
    `style-src-attr 'unsafe-inline'`,
    // READMEs show pictures from elsewhere, and a still may be redirected to the host of a design.
    `img-src 'self' data: blob: https:${secure ? '' : ' http:'}`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `worker-src 'self' blob:`,
    `manifest-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    // A form that turns out to need a sign-in is redirected there.
    `form-action 'self' ${registryUrl}`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

/** Gives each page its security headers, and Next the nonce for its own scripts. */
export function proxy(request: NextRequest): NextResponse {
  const policy = contentSecurityPolicy(crypto.randomUUID().replaceAll('-', ''))
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('x-content-type-options', 'nosniff')
  response.headers.set('x-frame-options', 'DENY')
  response.headers.set('referrer-policy', 'strict-origin-when-cross-origin')
  response.headers.set('cross-origin-opener-policy', 'same-origin')
  response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()')
  return response
}

export const config = { matcher: '/((?!_next/static/).*)' }
