/** What a README of a starter design says, in its order. */
export interface ReadmeParts {
  title: string
  intro: string
  /** Name, value with unit, what it does. */
  parameters: [name: string, value: string, meaning: string][]
  /** Path and what it is. */
  files: [path: string, meaning: string][]
  /** Facts for the slicer or the laser. */
  making: [setting: string, value: string][]
  assembly: string[]
  licence: string
}

export function readmeText(parts: ReadmeParts): string {
  return [
    `# ${parts.title}`,
    parts.intro,
    '## Parameters',
    table(['Parameter', 'Value', 'What it does'], parts.parameters),
    '## Files',
    table(
      ['File', 'What it is'],
      parts.files.map(([path, meaning]) => [`[\`${path}\`](${path})`, meaning]),
    ),
    '## How to make it',
    table(['Setting', 'Value'], parts.making),
    '## How to put it together',
    parts.assembly.map((step, i) => `${i + 1}. ${step}`).join('\n'),
    '## Licence',
    `${parts.licence}, see [LICENSE](LICENSE).`,
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n')
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
