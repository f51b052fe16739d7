import { RefSummary } from '@truss/contracts/designs'
import { runGit } from '@truss/git/git-process'
import { resolveCommit } from '@truss/git/refs'

/** Refs of a kind that are listed to people; tools that want more ask git. */
const MAX_LISTED = 1000
const FIELDS = ['refname', 'objectname', 'objecttype', '*objectname', '*objecttype', 'creatordate:iso-strict']

/** Branches or tags, the newest first, with date and subject: all from one git process. */
export async function listRefSummaries(
  gitDir: string,
  below: 'refs/heads' | 'refs/tags',
): Promise<RefSummary[]> {
  const format = [...FIELDS, 'subject'].map((field) => `%(${field})`).join('%00')
  const args = ['for-each-ref', '--sort=-creatordate', `--count=${MAX_LISTED}`, `--format=${format}`, below]
  const lines = (await runGit(args, { gitDir })).toString('utf8').split('\n')
  const summaries = await Promise.all(lines.filter(Boolean).map((line) => toSummary(gitDir, below, line)))
  return summaries.flatMap((summary) => summary ?? [])
}

/** @returns undefined for a tag of something that is no commit, and for a name that nothing else here accepts */
async function toSummary(gitDir: string, below: string, line: string): Promise<RefSummary | undefined> {
  const [name = '', oid, type, target, targetType, date = '', subject] = line.split('\0')
  const commit =
    type === 'commit'
      ? oid
      : targetType === 'commit'
        ? target
        : // git before 2.45 peels one tag only.
          targetType === 'tag'
          ? (await resolveCommit(gitDir, name)).oid
          : undefined
  const at = Number.isNaN(Date.parse(date)) ? null : new Date(date).toISOString()
  const summary = { name, short: name.slice(below.length + 1), oid, commit, at, subject: subject ?? null }
  return RefSummary.safeParse(summary).data
}
