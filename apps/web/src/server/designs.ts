import 'server-only'
import { isProblem } from '@truss/client/problem-error'
import {
  getDesign as getDesignRoute,
  getPerson as getPersonRoute,
  searchDesigns as searchDesignsRoute,
} from '@truss/contracts/instance-routes'
import type { DesignList, DesignPage, DesignSearch, PersonPage } from '@truss/contracts/views'
import { cache } from 'react'
import { instanceApi } from './instance-client.ts'

export async function searchDesigns(query: DesignSearch): Promise<DesignList> {
  return (await instanceApi()).call(searchDesignsRoute, { query })
}

/** Asked twice in one render (page and metadata), fetched once. `null`: there is none, or it may not be seen. */
export const getDesign = cache(async (owner: string, slug: string): Promise<DesignPage | null> => {
  try {
    return await (await instanceApi()).call(getDesignRoute, { params: { owner, slug } })
  } catch (error) {
    if (isProblem(error, 'design-not-found', 'not-found', 'invalid-request')) return null
    throw error
  }
})

/** `null`: there is nobody of this name. */
export const getPerson = cache(async (handle: string): Promise<PersonPage | null> => {
  try {
    return await (await instanceApi()).call(getPersonRoute, { params: { handle } })
  } catch (error) {
    if (isProblem(error, 'account-not-found', 'not-found', 'invalid-request')) return null
    throw error
  }
})
