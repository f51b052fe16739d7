/** The bar's places, in order. */
export const SITE_LINKS = [
  { href: '/', label: 'Explore' },
  { href: '/new', label: 'New' },
  { href: '/remix', label: 'Remix' },
  { href: '/instances', label: 'Instances' },
] as const
