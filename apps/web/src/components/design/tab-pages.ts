import type { Metadata } from 'next'
import { type Address, designHref } from './design-paths.ts'

/** Metadata of a page below a design. */
export function tabMetadata(
  title: string,
  design: { title: string; address: Address },
  tail: string,
): Metadata {
  return {
    title: `${title} · ${design.title} by ${design.address.owner}`,
    alternates: { canonical: designHref(design.address, tail) },
  }
}
