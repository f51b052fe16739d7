import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { askForStills } from '../../src/stills/showcase.ts'
import { failedStillKey, stillKey } from '../../src/stills/still-names.ts'
import { jobOf, openStillBench, type StillBench } from './bench.ts'

let bench: StillBench
beforeAll(async () => {
  bench = await openStillBench()
})
beforeEach(() => {
  bench.published.length = 0
})
afterAll(() => bench?.[Symbol.asyncDispose]())

const asked = () => bench.published.map(({ payload }) => (payload as { path: string }).path)

test('the still of the tile is asked for first, then the others', async () => {
  const { design, oids } = await bench.addDesign({
    'README.md': '![a photo](img/second.jpg)\n<img src="./img/first.png">',
    ...{ 'img/first.png': '1', 'img/second.jpg': '2', 'img/other.png': '3', 'cover.webp': '4' },
    ...{ 'parts/a/leg.stl': '5', 'leg.stl': '6', 'parts/Assembly-v2.3mf': '7', 'notes.txt': '8' },
  })
  await askForStills(bench, jobOf({ design }))
  expect(asked()).toEqual([
    ...['parts/Assembly-v2.3mf', 'leg.stl', 'parts/a/leg.stl'],
    ...['cover.webp', 'img/second.jpg', 'img/first.png', 'img/other.png'],
  ])
  expect(bench.published[0]).toEqual({
    queue: 'still',
    id: oids.get('parts/Assembly-v2.3mf'),
    payload: { design, blob: oids.get('parts/Assembly-v2.3mf'), path: 'parts/Assembly-v2.3mf' },
  })
})

test('what is there, and what has failed, is not asked for again', async () => {
  const { design, oids } = await bench.addDesign({
    'made.stl': 'made',
    'failed.stl': 'failed',
    'new.stl': 'new',
  })
  const put = (key: string) => bench.blobs.putDerived(key, Buffer.from('x'), { maxBytes: 10 })
  await put(stillKey(oids.get('made.stl') ?? '', '480-light.webp'))
  await put(failedStillKey(oids.get('failed.stl') ?? ''))
  await askForStills(bench, jobOf({ design }))
  expect(asked()).toEqual(['new.stl'])
})

test('no more than sixty are asked for', async () => {
  const files = Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`part-${at}.stl`, `solid ${at}`]))
  const { design } = await bench.addDesign(files)
  await askForStills(bench, jobOf({ design }))
  expect(asked()).toHaveLength(60)
})

test('a branch stands in while the one that HEAD names is not born', async () => {
  const { design } = await bench.addDesign({ 'a.stl': 'a' }, { branch: 'trunk' })
  await askForStills(bench, jobOf({ design }))
  expect(asked()).toEqual(['a.stl'])
})

test('an empty design and one that is not here need nothing', async () => {
  const { design } = await bench.addDesign({})
  await askForStills(bench, jobOf({ design }))
  await askForStills(bench, jobOf({ design: 'a'.repeat(52) }))
  expect(bench.published).toEqual([])
})

test('the gateway and the worker agree on names and order of stills', async () => {
  for (const name of ['still-names.ts', 'showcase-order.ts', 'list-showcase.ts']) {
    const [here, there] = await Promise.all(
      [`../../src/stills/${name}`, `../../../gateway/src/files/${name}`].map((path) =>
        readFile(new URL(path, import.meta.url), 'utf8'),
      ),
    )
    expect(here, name).toBe(there)
  }
})
