import { z } from 'zod'

/** Licences offered in forms: SPDX id and the name that people know. Any other SPDX id may come from a file. */
export const LICENCES = [
  ['CC0-1.0', 'Creative Commons Zero 1.0'],
  ['CC-BY-4.0', 'Creative Commons Attribution 4.0'],
  ['CC-BY-SA-4.0', 'Creative Commons Attribution-ShareAlike 4.0'],
  ['CC-BY-NC-4.0', 'Creative Commons Attribution-NonCommercial 4.0'],
  ['CC-BY-NC-SA-4.0', 'Creative Commons Attribution-NonCommercial-ShareAlike 4.0'],
  ['CC-BY-ND-4.0', 'Creative Commons Attribution-NoDerivatives 4.0'],
  ['CERN-OHL-P-2.0', 'CERN Open Hardware Licence 2.0, permissive'],
  ['CERN-OHL-W-2.0', 'CERN Open Hardware Licence 2.0, weakly reciprocal'],
  ['CERN-OHL-S-2.0', 'CERN Open Hardware Licence 2.0, strongly reciprocal'],
  ['TAPR-OHL-1.0', 'TAPR Open Hardware License 1.0'],
  ['SHL-2.1', 'Solderpad Hardware License 2.1'],
  ['MIT', 'MIT License'],
  ['BSD-2-Clause', 'BSD 2-Clause License'],
  ['Apache-2.0', 'Apache License 2.0'],
  ['GPL-2.0-only', 'GNU General Public License 2 only'],
  ['GPL-2.0-or-later', 'GNU General Public License 2 or later'],
  ['GPL-3.0-or-later', 'GNU General Public License 3 or later'],
] as const satisfies readonly (readonly [spdx: string, name: string])[]

/** An SPDX licence expression: an id, or ids joined by AND, OR, WITH. The list itself is not checked here. */
export const LicenceExpression = z
  .string()
  .max(200)
  .regex(
    /^[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*$/,
    'use an SPDX licence id, for instance CC-BY-SA-4.0',
  )
export type LicenceExpression = z.infer<typeof LicenceExpression>
