import 'server-only'
import { cookies } from 'next/headers'
import { webConfig } from '../config.ts'

/** Cookies ignore ports, so two instances on one machine would overwrite each other's: each name has the id. */
export function cookieName(kind: 'session' | 'csrf' | 'state' | 'nonce' | 'pkce' | 'callback'): string {
  const { secure, instanceId } = webConfig()
  return `${secure ? '__Secure-' : ''}truss-${instanceId.slice(0, 12)}-${kind}`
}

/** The id of the session that this request carries; `undefined` for nobody. */
export async function sessionId(): Promise<string | undefined> {
  const value = (await cookies()).get(cookieName('session'))?.value
  // It goes into a header: nothing but what we handed out may pass.
  return value && /^[A-Za-z0-9_-]{20,200}$/.test(value) ? value : undefined
}
