import type { Self } from '../deps.ts'

/** Where anybody who meets this origin learns what it is. */
export const WELL_KNOWN_PATH = '/.well-known/truss'

const SOFTWARE = { name: 'truss', version: '0.1.0' }

/** Answers {@link WELL_KNOWN_PATH}. */
export function wellKnown(self: Self): Response {
  const body = {
    instance: { id: self.id, name: self.name, url: self.baseUrl },
    registry: self.registryUrl,
    software: SOFTWARE,
  }
  return Response.json(body, {
    headers: { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' },
  })
}
