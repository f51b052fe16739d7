import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { createDesign, getDesign } from '@truss/contracts/instance-routes'
import { Slug } from '@truss/contracts/names'
import { createNetwork, type Network } from '@truss/dev-network/network/create-network'
import { repositoryPath } from '@truss/git/repository-path'
import { DETAILS, gitOf } from '../support/designs.ts'
import { gitClient } from '../support/git-client.ts'
import { type BenchDesign, benchDesigns } from './bench-designs.ts'
import { missingPrograms, startNginxSide } from './nginx-side.ts'
import { type Row, type Sides, serveVersusNginx } from './serve-vs-nginx.ts'

// Serving a repository: a Truss gateway beside nginx + fcgiwrap + git http-backend over the very same folder, measured
// in turn in one run. It prints figures and asserts none: they say something about one machine only.

const PAIRS = 15
const MAX_PUSH_BYTES = 256 * 1024 ** 2

const say = (text: string) => process.stdout.write(`${text}\n`)

async function main(): Promise<void> {
  await using open = new AsyncDisposableStack()
  const bundles = resolve(
    process.env.TRUSS_DESIGNS_DIR ?? join(import.meta.dirname, '../../../shared/designs'),
  )
  say('starting a registry and an instance')
  const network = open.use(
    await createNetwork({
      instances: { oak: 'trusted' },
      people: { mara: 'oak' },
      maxPushBytes: MAX_PUSH_BYTES,
    }),
  )
  const root = join(network.instance('oak').settings.dataDir, 'repositories')
  const mara = open.use(await gitOf(network, 'mara'))
  const stranger = open.use(await gitClient())
  const missing = missingPrograms()
  if (missing.length > 0) say(`not installed, Truss is measured alone: ${missing.join(', ')}`)
  const nginxUrl = missing.length > 0 ? undefined : await openNginx(open, root)

  const rows: Row[] = []
  for (const design of await benchDesigns(mara, bundles)) {
    say(`measuring ${design.slug}`)
    const path = await pushDesign(network, design, mara.ok)
    const sides: Sides = {
      design,
      truss: network.instance('oak').git('mara', design.slug),
      nginx: nginxUrl && nginxUrl + path.slice(root.length),
    }
    await sameRefs(stranger.ok, sides)
    rows.push(...(await serveVersusNginx(stranger, sides, PAIRS)))
  }
  say(`\n${table(rows)}\n\n${await machine()}`)
}

async function openNginx(open: AsyncDisposableStack, projectRoot: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'truss-bench-'))
  open.defer(() => rm(folder, { recursive: true, force: true }))
  return open.use(await startNginxSide({ projectRoot, folder })).url
}

/** Makes the design at oak and pushes its history. @returns the folder of its repository */
async function pushDesign(
  network: Network,
  design: BenchDesign,
  git: (args: readonly string[], options: { cwd: string }) => Promise<string>,
): Promise<string> {
  const oak = network.instance('oak')
  const api = await oak.as('mara')
  const slug = Slug.parse(design.slug)
  await api.call(createDesign, { body: { slug, details: DETAILS, empty: true } })
  const refs = ['refs/heads/*:refs/heads/*', 'refs/tags/*:refs/tags/*']
  await git(['push', '--quiet', oak.git('mara', slug), ...refs], { cwd: design.folder })
  const found = await api.call(getDesign, { params: { owner: 'mara', slug } })
  return repositoryPath(join(oak.settings.dataDir, 'repositories'), found.design.id)
}

/** Both sides must serve the same branches and tags, or the comparison means nothing. */
async function sameRefs(git: (args: readonly string[]) => Promise<string>, sides: Sides): Promise<void> {
  if (sides.nginx === undefined) return
  const of = (url: string) => git(['ls-remote', '--heads', '--tags', url])
  if ((await of(sides.truss)) !== (await of(sides.nginx))) throw new Error('the two sides differ')
}

function table(rows: readonly Row[]): string {
  const shown = (value: number | undefined, digits: number, unit = '') =>
    value === undefined ? '—' : `${value.toFixed(digits)}${unit}`
  return [
    '| operation | Truss, median | nginx, median | ratio | pairs |',
    '|---|---:|---:|---:|---:|',
    ...rows.map(
      ({ operation, unit, truss, nginx, ratio, pairs }) =>
        `| ${operation} | ${shown(truss, 0, ` ${unit}`)} | ${shown(nginx, 0, ` ${unit}`)} | ${shown(ratio, 2)} | ${pairs} |`,
    ),
  ].join('\n')
}

async function machine(): Promise<string> {
  const git = (await promisify(execFile)('git', ['--version'])).stdout.trim()
  const memory = `${Math.round(totalmem() / 1024 ** 3)} GiB`
  return `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${memory}, Node ${process.versions.node}, ${git}`
}

await main()
