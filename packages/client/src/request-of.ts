import type { RouteShape } from '@truss/contracts/route'

interface AnyInput {
  params?: unknown
  query?: unknown
  body?: unknown
}

/** The request that a route and its input make; every parameter is encoded once, here. */
export function requestOf(base: string, route: RouteShape, input: AnyInput, signal?: AbortSignal): Request {
  const params = (input.params ?? {}) as Record<string, string>
  const path = route.path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`${route.path}: no value for ${name}`)
    return encodeURIComponent(value)
  })
  const url = new URL(base.replace(/\/$/, '') + path)
  for (const [name, value] of Object.entries((input.query ?? {}) as Record<string, unknown>)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) url.searchParams.append(name, String(one))
    }
  }
  const headers: Record<string, string> = { accept: 'application/json' }
  const init: RequestInit = { method: route.method, headers, redirect: 'manual', cache: 'no-store' }
  if (signal) init.signal = signal
  if (input.body !== undefined) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(input.body)
  }
  return new Request(url, init)
}
