import type { DesignDetails } from '@truss/contracts/designs'

/** What people should read about well-known bundles: whose they are and under which licence. */
export const BUNDLE_DETAILS: Readonly<Record<string, DesignDetails>> = {
  'crkbd-keyboard': {
    title: 'Corne keyboard (crkbd)',
    summary: 'Split keyboard with 3×6 keys and three thumb keys a side; from foostan/crkbd.',
    kind: 'board',
    licence: 'MIT',
    tags: ['keyboard', 'kicad', 'split'],
  },
  'prusa-i3-parts': {
    title: 'Original Prusa i3, printed parts',
    summary: 'The printed parts of the i3 printers, MK2 to MK3S; from prusa3d/Original-Prusa-i3.',
    kind: 'printed',
    licence: 'GPL-2.0-only',
    tags: ['3d printer', 'prusa'],
  },
}
