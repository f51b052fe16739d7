import { z } from 'zod'
import { AccountId, DesignId, Timestamp } from './ids.ts'
import { route } from './route.ts'

/** Below the internal listener of an instance, which is bound to loopback and asks for the internal secret. */
export const INTERNAL_API = '/internal/v1'

const repositoryAnswer = z.object({
  design: DesignId,
  /** The bare repository's folder on this machine. */
  path: z.string(),
  /** Folder for `core.hooksPath`. */
  hooksPath: z.string(),
  /** What the actor may do, decided from the matched route. */
  rights: z.array(z.enum(['read', 'push'])),
})
export type RepositoryAnswer = z.infer<typeof repositoryAnswer>

const access = {
  method: 'POST',
  caller: 'internal',
  params: z.object({ owner: z.string().max(300), slug: z.string().max(300) }),
  /** Who asks, as the transport has authenticated them; `null` for nobody. */
  body: z.object({ account: AccountId.nullable() }),
  response: repositoryAnswer,
  errors: ['forbidden', 'design-not-found'],
} as const

/** May this person read, and where do the files lie? 200, 403 or 404. */
export const allowUploadPack = route({ ...access, path: '/upload-pack/:owner/:slug' })
/** May this person push, and where do the files lie? 200, 403 or 404. */
export const allowReceivePack = route({ ...access, path: '/receive-pack/:owner/:slug' })

/** OpenID tokens of a person at the registry; they stay in the instance's database. */
export const OpenIdTokens = z.object({
  accessToken: z.string().max(8192),
  refreshToken: z.string().max(8192).nullable(),
  expiresAt: Timestamp,
  scope: z.string().max(500),
})
export type OpenIdTokens = z.infer<typeof OpenIdTokens>

/** A session of the pages: the cookie holds its id and nothing else. */
export const Session = z.object({
  id: z.string().max(200),
  account: AccountId,
  handle: z.string().max(39),
  displayName: z.string().max(80),
  expiresAt: Timestamp,
})
export type Session = z.infer<typeof Session>

/** Stores who signed in and with which tokens; called when the registry sent a person back. */
export const putSignIn = route({
  method: 'PUT',
  path: '/sign-ins/:account',
  caller: 'internal',
  params: z.object({ account: AccountId }),
  body: z.object({
    handle: z.string().max(39),
    displayName: z.string().max(80),
    tokens: OpenIdTokens.nullable(),
  }),
  response: z.object({}),
})

export const getSignIn = route({
  method: 'GET',
  path: '/sign-ins/:account',
  caller: 'internal',
  params: z.object({ account: AccountId }),
  response: z.object({ signIn: z.object({ handle: z.string(), displayName: z.string() }).nullable() }),
})

export const createSession = route({
  method: 'POST',
  path: '/sessions',
  caller: 'internal',
  body: z.object({ id: z.string().min(20).max(200), account: AccountId, expiresAt: Timestamp }),
  response: z.object({ session: Session }),
})

export const readSession = route({
  method: 'POST',
  path: '/sessions/read',
  caller: 'internal',
  /** In the body: session ids do not belong in addresses, which are logged. */
  body: z.object({ id: z.string().max(200) }),
  response: z.object({ session: Session.nullable() }),
})

export const extendSession = route({
  method: 'POST',
  path: '/sessions/extend',
  caller: 'internal',
  body: z.object({ id: z.string().max(200), expiresAt: Timestamp }),
  response: z.object({ session: Session.nullable() }),
})

export const deleteSession = route({
  method: 'POST',
  path: '/sessions/delete',
  caller: 'internal',
  body: z.object({ id: z.string().max(200) }),
  response: z.object({}),
})
