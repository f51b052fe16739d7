import type { DesignPage } from '@truss/contracts/views'

/**
 * JSON for a script element. `<` is escaped, so that no text of a design can close the element;
 * the two line separators, because they end a line in older scripts.
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029')
}

/** A design in the words of schema.org. */
export function designLd(page: DesignPage): Record<string, unknown> {
  const { details, ownerHandle, slug, createdAt, head } = page.design
  const url = `${page.hostUrl}/${ownerHandle}/${slug}`
  return {
    '@context': 'https://schema.org',
    '@type': '3DModel',
    '@id': url,
    url,
    name: details.title,
    ...(details.summary === '' ? {} : { description: details.summary }),
    creator: {
      '@type': 'Person',
      name: page.owner.displayName || ownerHandle,
      url: `${page.hostUrl}/${ownerHandle}`,
    },
    dateCreated: createdAt,
    ...(head === null ? {} : { dateModified: head.at }),
    ...(details.tags.length === 0 ? {} : { keywords: details.tags.join(', ') }),
    ...licenceOf(details.licence),
    ...(page.still === null ? {} : { image: new URL(`${page.still}/1200-light.webp`, page.hostUrl).href }),
    interactionStatistic: [
      {
        '@type': 'InteractionCounter',
        interactionType: 'https://schema.org/LikeAction',
        userInteractionCount: page.likes,
      },
    ],
  }
}

/** The licence's own page for a single SPDX id; an expression has no address. */
function licenceOf(licence: string | null): { license?: string } {
  if (licence === null) return {}
  return { license: licence.includes(' ') ? licence : `https://spdx.org/licenses/${licence}.html` }
}
