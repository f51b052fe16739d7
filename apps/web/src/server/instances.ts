import 'server-only'
import { listInstances } from '@truss/contracts/instance-routes'
import type { RouteResponse } from '@truss/contracts/route'
import { cache } from 'react'
import { instanceApi } from './instance-client.ts'

/** All members of the network, with the head of the feed that lag is measured against. */
export const getInstances = cache(async (): Promise<RouteResponse<typeof listInstances>> => {
  return (await instanceApi()).call(listInstances)
})
