'use server'
import { deleteSession } from '@truss/contracts/instance-internal-routes'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { internalApi } from '../server/instance-client.ts'
import { cookieName, sessionId } from '../server/session-cookie.ts'

/** Ends the session here. The one at the registry stays: it belongs to all instances. */
export async function signOut(): Promise<void> {
  const id = await sessionId()
  if (id) await internalApi().call(deleteSession, { body: { id } })
  ;(await cookies()).delete({ name: cookieName('session'), path: '/' })
  redirect('/')
}
