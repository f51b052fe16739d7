import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GitClient } from '../support/git-client.ts'

/** A history to measure with, as a folder that git can push from. */
export interface BenchDesign {
  readonly slug: string
  readonly folder: string
}

/** Size of the generated file; a few of them make a design of a few MB. */
const FILE_BYTES = 512 * 1024

/** The real histories of a folder of bundles, or a generated one where there are none. */
export async function benchDesigns(git: GitClient, bundles: string): Promise<BenchDesign[]> {
  const files = existsSync(bundles) ? readdirSync(bundles).filter((name) => name.endsWith('.bundle')) : []
  if (files.length === 0) return [await generated(git)]
  const designs: BenchDesign[] = []
  for (const file of files.sort()) {
    const slug = file.replace(/\.bundle$/, '')
    await git.ok(['clone', '--quiet', '--mirror', join(bundles, file), slug])
    designs.push({ slug, folder: git.folder(slug) })
  }
  return designs
}

/** Eight commits of half a megabyte that does not compress, as photos and meshes do not. */
async function generated(git: GitClient): Promise<BenchDesign> {
  await git.ok(['init', '--quiet', 'generated'])
  const folder = git.folder('generated')
  for (let n = 0; n < 8; n++) {
    await writeFile(join(folder, `part-${n}.bin`), noise(`part ${n}`))
    await git.ok(['add', '.'], { cwd: folder })
    await git.ok(['commit', '--quiet', '-m', `part ${n}`], { cwd: folder })
  }
  return { slug: 'generated', folder }
}

/** The same bytes every time. */
function noise(seed: string): Buffer {
  return createHash('shake256', { outputLength: FILE_BYTES }).update(seed).digest()
}
