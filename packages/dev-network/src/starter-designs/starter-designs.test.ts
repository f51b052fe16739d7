import { measureMesh } from '@truss/models/measure'
import { read3mf } from '@truss/models/read-3mf'
import { readModel } from '@truss/models/read-model'
import { beforeAll, expect, test } from 'vitest'
import { buildStarterDerivatives, buildStarterDesigns } from './build-starter-designs.ts'
import type { StarterDerivative, StarterDesign } from './starter-design.ts'

let designs: StarterDesign[]
let derivatives: StarterDerivative[]
let all: StarterDesign[]
let elapsedMs: number

beforeAll(async () => {
  const start = performance.now()
  designs = await buildStarterDesigns()
  derivatives = await buildStarterDerivatives()
  elapsedMs = performance.now() - start
  all = [...designs, ...derivatives]
}, 60_000)

const text = (content: Uint8Array) => new TextDecoder().decode(content)
const filesOf = (ending: string) =>
  all.flatMap(({ slug, commits }) =>
    commits.flatMap(({ files }) =>
      files
        .filter(({ path }) => path.endsWith(ending))
        .map((file) => ({ ...file, name: `${slug}: ${file.path}` })),
    ),
  )

test('every part is watertight, one piece, on the bed and of a size that a printer can make', () => {
  const parts = filesOf('.stl')
  expect(parts.length).toBeGreaterThan(40)
  for (const { name, content } of parts) {
    const { size, watertight, shells, volume, triangles, box } = measureMesh(readModel(name, content))
    expect({ name, watertight, shells }).toEqual({ name, watertight: true, shells: 1 })
    expect(Math.max(...size), name).toBeLessThan(200)
    expect(Math.min(...size), name).toBeGreaterThan(4)
    expect(volume, name).toBeGreaterThan(300)
    expect(triangles, name).toBeLessThan(8000)
    expect(box.min[2], name).toBe(0)
  }
})

test('every assembly is a 3MF file with a title, a licence and the parts by name, and its parts do not touch', () => {
  for (const { name, content } of filesOf('.3mf')) {
    const { mesh, objects, metadata } = read3mf(content)
    expect(measureMesh(mesh), name).toMatchObject({ watertight: true, shells: objects.length })
    expect(
      objects.every((object) => object.name !== undefined),
      name,
    ).toBe(true)
    expect([...metadata.keys()], name).toEqual(['Title', 'LicenseTerms'])
  }
})

test('each commit is a whole tree: README, licence, parameters and files that its README links', () => {
  for (const { slug, licence, commits } of all) {
    for (const { files, message } of commits) {
      const paths = files.map(({ path }) => path)
      expect(new Set(paths).size, slug).toBe(paths.length)
      expect(message, slug).toMatch(/^[A-Z0-9][^\n]{5,60}(\n\n|$)/)
      const content = (path: string) =>
        text(files.find((file) => file.path === path)?.content ?? new Uint8Array())
      expect(content('LICENSE'), slug).toContain(`SPDX-License-Identifier: ${licence}`)
      expect(
        () => JSON.parse(content(paths.find((path) => path.endsWith('.json')) ?? '')),
        slug,
      ).not.toThrow()
      const readme = content('README.md')
      expect(readme, slug).toMatch(/^# .+\n\n.{40}/)
      for (const [, link] of readme.matchAll(/\]\(([^)]+)\)/g)) expect(paths, slug).toContain(link)
    }
  }
})

test('histories have several commits, tags on main that are named once, and variants at two designs or more', () => {
  for (const { slug, summary, commits, tags } of designs) {
    expect(summary.length, slug).toBeLessThanOrEqual(160)
    expect(tags.length, slug).toBeGreaterThan(0)
    const main = commits.filter(({ branch }) => branch === 'main')
    expect(main.length, slug).toBeGreaterThanOrEqual(2)
    const releases = commits.flatMap(({ tag, branch }) => (tag === undefined ? [] : [`${branch} ${tag}`]))
    expect(releases[0], slug).toBe('main v1.0.0')
    expect(new Set(releases).size, slug).toBe(releases.length)
    for (const [i, commit] of commits.entries()) {
      if (i > 0) expect(commit.files, slug).not.toEqual(commits[i - 1]?.files)
    }
  }
  expect(
    designs.filter(({ commits }) => commits.some(({ branch }) => branch !== 'main')).length,
  ).toBeGreaterThanOrEqual(2)
})

test('a fork and a remix name parents and tags that exist', () => {
  expect(derivatives.map(({ slug, parents }) => [slug, parents.map(({ relation }) => relation)])).toEqual([
    ['gate-hinge-wide', ['fork']],
    ['hinged-sensor-box', ['remix', 'remix']],
  ])
  for (const { parents, summary } of derivatives) {
    expect(summary.length).toBeLessThanOrEqual(160)
    for (const parent of parents) {
      const commits = designs.find(({ slug }) => slug === parent.slug)?.commits ?? []
      expect(commits.map(({ tag }) => tag)).toContain(parent.tag)
    }
  }
})

test('building again gives the same bytes', async () => {
  expect(await buildStarterDesigns()).toEqual(designs)
  expect(await buildStarterDerivatives()).toEqual(derivatives)
}, 60_000)

test('all of it is small and made quickly', () => {
  const bytes = all.flatMap(({ commits }) =>
    commits.flatMap(({ files }) => files.map(({ content }) => content.length)),
  )
  expect(bytes.reduce((sum, length) => sum + length, 0)).toBeLessThan(12_000_000)
  // About three seconds alone on a core; the bound leaves room for other tests beside it.
  expect(elapsedMs).toBeLessThan(20_000)
})

test('the sheet is drawn alike as SVG and as DXF', () => {
  for (const { commits } of designs.filter(({ kind }) => kind === 'lasercut')) {
    for (const { files } of commits) {
      const svg = text(files.find(({ path }) => path === 'drawer.svg')?.content ?? new Uint8Array())
      const dxf = text(files.find(({ path }) => path === 'drawer.dxf')?.content ?? new Uint8Array())
      const cut = svg.slice(svg.indexOf('<g id="cut"'), svg.indexOf('<g id="mark"'))
      expect(cut.match(/<path/g)?.length).toBe(5)
      expect(dxf.match(/POLYLINE\n8\nCUT/g)?.length).toBe(5)
      expect(dxf.match(/CIRCLE/g)?.length).toBe(svg.match(/<circle/g)?.length)
      expect(dxf.trimEnd().endsWith('0\nEOF')).toBe(true)
      const points = [...cut.matchAll(/d="M([^"]+)Z"/g)].flatMap(([, path]) => (path ?? '').split('L'))
      expect(dxf.match(/VERTEX\n8\nCUT/g)?.length).toBe(points.length)
    }
  }
})
