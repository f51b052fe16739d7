const HOLDER = 'the authors of the Truss starter designs'

const MIT = `MIT License

Copyright (c) 2026 ${HOLDER}

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
`

const ADDRESSES = {
  'CC0-1.0': 'https://creativecommons.org/publicdomain/zero/1.0/legalcode',
  'CC-BY-4.0': 'https://creativecommons.org/licenses/by/4.0/legalcode',
  'CC-BY-SA-4.0': 'https://creativecommons.org/licenses/by-sa/4.0/legalcode',
  'CERN-OHL-P-2.0': 'https://ohwr.org/cern_ohl_p_v2.txt',
  'CERN-OHL-S-2.0': 'https://ohwr.org/cern_ohl_s_v2.txt',
} as const

export type StarterLicence = 'MIT' | keyof typeof ADDRESSES

/** The LICENSE file: the text where it is short, else a notice that names the licence and where its text is. */
export function licenceText(licence: StarterLicence): string {
  if (licence === 'MIT') return `SPDX-License-Identifier: MIT\n\n${MIT}`
  const notice =
    licence === 'CC0-1.0'
      ? `To the extent possible under law, ${HOLDER}\nhave waived all copyright and related rights to this design.`
      : `Copyright (c) 2026 ${HOLDER}.\nThis design is licensed under ${licence}.`
  return `SPDX-License-Identifier: ${licence}\n\n${notice}\n\nThe text of ${licence}: ${ADDRESSES[licence]}\n`
}
