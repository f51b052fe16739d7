import 'server-only'
import { isProblem } from '@truss/client/problem-error'
import { getInstance as getInstanceRoute } from '@truss/contracts/instance-routes'
import type { InstanceInfo } from '@truss/contracts/views'
import { cache } from 'react'
import { instanceApi } from './instance-client.ts'

/** This instance, as its pages introduce it. */
export const getInstance = cache(async (): Promise<InstanceInfo> => {
  return (await instanceApi()).call(getInstanceRoute)
})

/** The same where a page must stand without it: `null` when the instance does not answer. */
export const getInstanceOrNull = cache(async (): Promise<InstanceInfo | null> => {
  try {
    return await getInstance()
  } catch (error) {
    if (isProblem(error)) return null
    throw error
  }
})
