export interface Signature {
  name: string
  email: string
  /** ISO 8601 with the author's own offset. */
  when: string
}

export interface Commit {
  oid: string
  tree: string
  parents: string[]
  author: Signature
  committer: Signature
  /** First paragraph of the message, on one line. */
  subject: string
  /** The rest of the message. */
  body: string
}

const FIELDS = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%s', '%b']

/** Arguments that make `git log` write commits for {@link readCommits}, each field ended by NUL. */
export const COMMIT_FORMAT: readonly string[] = [
  '-z',
  `--format=tformat:${FIELDS.join('%x00')}`,
  '--no-show-signature',
  '--no-notes',
  '--no-decorate',
  '--no-color',
  '--encoding=UTF-8',
]

/** Groups the NUL-ended fields of `git log` into commits. */
export async function* readCommits(fields: AsyncIterable<string>): AsyncGenerator<Commit, void, undefined> {
  let group: string[] = []
  for await (const field of fields) {
    group.push(field)
    if (group.length === FIELDS.length) {
      yield toCommit(group)
      group = []
    }
  }
}

function toCommit(fields: readonly string[]): Commit {
  const at = (index: number) => fields[index] ?? ''
  return {
    oid: at(0),
    tree: at(1),
    parents: at(2) === '' ? [] : at(2).split(' '),
    author: { name: at(3), email: at(4), when: isoDate(at(5)) },
    committer: { name: at(6), email: at(7), when: isoDate(at(8)) },
    subject: at(9),
    body: at(10).trimEnd(),
  }
}

/** Old histories hold dates that no clock shows; git writes them empty or beyond what ISO 8601 allows. */
export function isoDate(text: string): string {
  if (Number.isNaN(Date.parse(text))) return '1970-01-01T00:00:00Z'
  // git writes UTC as Z since 2.45, as an offset before.
  return text.replace(/\+00:00$/, 'Z')
}
