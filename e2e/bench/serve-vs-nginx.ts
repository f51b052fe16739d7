import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { GitClient } from '../support/git-client.ts'
import type { BenchDesign } from './bench-designs.ts'
import { requestRate } from './request-rate.ts'
import { alternate, median, medianRatio, type Pairs } from './statistics.ts'

export interface Row {
  readonly operation: string
  readonly unit: string
  readonly truss: number
  /** Absent, like the ratio, where nginx is not installed. */
  readonly nginx: number | undefined
  /** Median of the ratios of each pair, Truss to nginx. */
  readonly ratio: number | undefined
  readonly pairs: number
}

/** One repository behind both servers. */
export interface Sides {
  readonly design: BenchDesign
  readonly truss: string
  readonly nginx: string | undefined
}

const CONCURRENCY = 8
const REQUESTS = 200
const WARM_UP = 2

/** Measures clone, fetches with nothing new, and advertisements a second of one repository. */
export async function serveVersusNginx(git: GitClient, sides: Sides, pairs: number): Promise<Row[]> {
  const { slug } = sides.design
  const rows: Row[] = []
  const measure = async (operation: string, unit: string, run: (url: string) => Promise<number>) => {
    const { truss, nginx } = sides
    const other = nginx === undefined ? undefined : () => run(nginx)
    const measured = await alternate({ warmUp: WARM_UP, pairs }, () => run(truss), other)
    rows.push(toRow(`${slug}: ${operation}`, unit, measured))
  }
  const clones = git.folder(`clones-${slug}`)
  await mkdir(clones)

  await measure('full clone', 'ms', async (url) => {
    const target = join(clones, 'fresh.git')
    const took = await timed(git, ['clone', '--quiet', '--bare', url, target])
    await rm(target, { recursive: true })
    return took
  })

  const upToDate = join(clones, 'up-to-date.git')
  await git.ok(['clone', '--quiet', '--mirror', sides.truss, upToDate])
  const refs = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']
  await measure('fetch, nothing new', 'ms', (url) =>
    timed(git, ['fetch', '--quiet', url, ...refs], { cwd: upToDate }),
  )
  await measure('ls-remote', 'ms', (url) => timed(git, ['ls-remote', '--quiet', url]))
  await measure(`info/refs, ${CONCURRENCY} at once`, 'requests/s', (url) =>
    requestRate({
      url: `${url}/info/refs?service=git-upload-pack`,
      // What git itself sends.
      headers: { 'git-protocol': 'version=2', 'user-agent': 'git/2.39.5' },
      concurrency: CONCURRENCY,
      requests: REQUESTS,
    }),
  )
  return rows
}

async function timed(git: GitClient, args: readonly string[], options?: { cwd: string }): Promise<number> {
  const started = performance.now()
  await git.ok(args, options)
  return performance.now() - started
}

function toRow(operation: string, unit: string, measured: Pairs): Row {
  return {
    operation,
    unit,
    truss: median(measured.truss),
    nginx: measured.other.length === 0 ? undefined : median(measured.other),
    ratio: medianRatio(measured),
    pairs: measured.truss.length,
  }
}
