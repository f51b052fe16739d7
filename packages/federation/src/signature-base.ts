/**
 * The text that an HTTP signature signs (RFC 9421, section 2.5).
 *
 * @param components identifiers with their values, in the order of the signature input
 * @param params the inner list with its parameters, as it stands in `Signature-Input`
 */
export function signatureBase(components: readonly (readonly [string, string])[], params: string): string {
  const lines = components.map(([name, value]) => `"${name}": ${value}`)
  return [...lines, `"@signature-params": ${params}`].join('\n')
}

/** What every request between instances covers, in the order in which Truss writes it. */
export const COMPONENTS = ['@method', '@authority', '@target-uri', 'content-digest'] as const
export type Component = (typeof COMPONENTS)[number]

/**
 * The values of the covered components. `url` is absolute and in the spelling of the WHATWG URL parser, so the
 * host is in lower case and a default port is left out, as RFC 9421 (2.2.3) asks.
 */
export function componentValues(method: string, url: URL, contentDigest: string): Record<Component, string> {
  return {
    '@method': method,
    '@authority': url.host,
    '@target-uri': url.href,
    'content-digest': contentDigest,
  }
}
