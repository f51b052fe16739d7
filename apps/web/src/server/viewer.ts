import 'server-only'
import { isProblem } from '@truss/client/problem-error'
import { getViewer as getViewerRoute } from '@truss/contracts/instance-routes'
import type { Viewer } from '@truss/contracts/views'
import { cache } from 'react'
import { instanceApi } from './instance-client.ts'
import { sessionId } from './session-cookie.ts'

/** Who is signed in, asked once per request; `null` for nobody and for a session that has ended. */
export const getViewer = cache(async (): Promise<Viewer | null> => {
  if (!(await sessionId())) return null
  try {
    return (await (await instanceApi()).call(getViewerRoute)).viewer
  } catch (error) {
    if (isProblem(error, 'unauthenticated')) return null
    throw error
  }
})

/** The same where a page must stand without the instance: `null` when it does not answer. */
export const getViewerOrNull = cache(async (): Promise<Viewer | null> => {
  try {
    return await getViewer()
  } catch (error) {
    if (isProblem(error)) return null
    throw error
  }
})
