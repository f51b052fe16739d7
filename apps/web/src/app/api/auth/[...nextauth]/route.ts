import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions } from '../../../../server/auth-options.ts'

interface Context {
  params: Promise<{ nextauth: string[] }>
}

/** The registry sends people back to `callback/truss` below this address. */
function handle(request: NextRequest, context: Context): Promise<Response> {
  return NextAuth(request as never, context as never, authOptions()) as Promise<Response>
}

export { handle as GET, handle as POST }
