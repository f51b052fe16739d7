import type { RegistryConnection } from '@truss/db/registry/registry-db'
import { TOKENS_CHANNEL } from '@truss/db/registry/token-store'

export interface TokenNews extends AsyncDisposable {
  /** @returns stops telling. */
  onChange(instance: string, tell: () => void): () => void
}

/** Tells streams when the access tokens of their instance changed, whichever process changed them. */
export async function startTokenNews({ sql }: RegistryConnection): Promise<TokenNews> {
  const listeners = new Map<string, Set<() => void>>()
  const listening = await sql.listen(TOKENS_CHANNEL, (instance) => {
    for (const tell of listeners.get(instance) ?? []) tell()
  })
  return {
    onChange(instance, tell) {
      const set = listeners.get(instance) ?? new Set()
      listeners.set(instance, set.add(tell))
      return () => {
        set.delete(tell)
        if (set.size === 0) listeners.delete(instance)
      }
    },
    [Symbol.asyncDispose]: () => listening.unlisten(),
  }
}
