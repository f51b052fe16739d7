import type { DesignDetails } from '@truss/contracts/designs'

/** What a README says before anybody wrote one. */
export function firstReadme({ title, summary, licence }: DesignDetails): string {
  const lines = [`# ${title}`, summary, licence === null ? '' : `Licence: ${licence}`]
  return lines.filter((line) => line !== '').join('\n\n')
}
