import { runGit, tryGit } from './git-process.ts'
import { updateRefs } from './refs.ts'

/** Where a repository carries its own chain of signed ref states, so that every clone of it can. */
export const STATE_REF = 'refs/truss/state'

/** A record is bounded by its contract; a chain is read in pieces of this many. */
const MAX_RECORDS = 10_000
/** Nobody in particular: the record inside says who signed. */
const NOBODY = { name: 'Truss', email: 'truss@localhost' }

/** The tip of the chain, null before the first state. */
export async function chainTip(gitDir: string): Promise<string | null> {
  const { code, stdout } = await tryGit(['rev-parse', '--verify', '--quiet', STATE_REF], { gitDir })
  return code === 0 ? stdout.toString().trim() : null
}

/** Appends a record to the chain, unless it is the newest already. One writer at a time for each repository. */
export async function appendToChain(
  gitDir: string,
  state: { record: string; title: string; when: Date },
): Promise<void> {
  const tip = await chainTip(gitDir)
  if (tip !== null && (await recordOf(gitDir, tip)) === state.record) return
  const blob = await write(gitDir, ['hash-object', '-w', '--stdin'], state.record)
  const tree = await write(gitDir, ['mktree'], `100644 blob ${blob}\trecord.jws\n`)
  const date = `${Math.floor(state.when.getTime() / 1000)} +0000`
  const commit = await runGit(
    ['commit-tree', tree, ...(tip === null ? [] : ['-p', tip]), '-m', state.title],
    {
      gitDir,
      env: {
        GIT_AUTHOR_NAME: NOBODY.name,
        GIT_AUTHOR_EMAIL: NOBODY.email,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: NOBODY.name,
        GIT_COMMITTER_EMAIL: NOBODY.email,
        GIT_COMMITTER_DATE: date,
      },
    },
  )
  await updateRefs(gitDir, [{ ref: STATE_REF, old: tip, new: commit.toString().trim() }])
}

/**
 * The newest `count` records below a tip, oldest first.
 *
 * @param tip commit of a chain, as fetched; it need not be this repository's own
 */
export async function readChainRecords(gitDir: string, tip: string, count: number): Promise<string[]> {
  const max = Math.min(Math.max(count, 1), MAX_RECORDS)
  const commits = await runGit(['rev-list', '--first-parent', `--max-count=${max}`, tip, '--'], { gitDir })
  const oids = commits.toString().split('\n').filter(Boolean)
  const records: string[] = []
  for (const oid of oids) records.push(await recordOf(gitDir, oid))
  return records.reverse()
}

async function recordOf(gitDir: string, commit: string): Promise<string> {
  return (
    await runGit(['cat-file', 'blob', `${commit}:record.jws`], { gitDir, maxOutputBytes: 300_000 })
  ).toString()
}

async function write(gitDir: string, args: string[], input: string): Promise<string> {
  return (await runGit(args, { gitDir, input })).toString().trim()
}
