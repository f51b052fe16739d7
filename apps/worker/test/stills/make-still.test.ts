import { buffer } from 'node:stream/consumers'
import type { Oid } from '@truss/contracts/ids'
import { UnrecoverableJob } from '@truss/queue/unrecoverable-job'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeStill } from '../../src/stills/make-still.ts'
import { failedStillKey, stillKey } from '../../src/stills/still-names.ts'
import { jobOf, openStillBench, type StillBench, tetrahedron } from './bench.ts'

const NAMES = ['480-light.webp', '480-dark.webp', '1200-light.webp', '1200-dark.webp']
/** One opaque red pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
)

let bench: StillBench
beforeAll(async () => {
  bench = await openStillBench()
})
afterAll(() => bench?.[Symbol.asyncDispose]())

async function designWith(path: string, content: string | Buffer) {
  const { design, oids } = await bench.addDesign({ [path]: content })
  const blob = oids.get(path) as Oid
  return { blob, payload: { design, blob, path } }
}

const reasonOf = async (blob: Oid) => {
  const marker = await bench.blobs.getDerived(failedStillKey(blob))
  return marker ? (await buffer(marker.stream)).toString() : undefined
}
const stillOf = async (blob: Oid, name: string) => {
  const still = await bench.blobs.getDerived(stillKey(blob, name))
  return still ? await buffer(still.stream) : undefined
}
/** Width and height of a WebP with alpha (its VP8X header), or without (VP8). */
function sizeOf(webp: Buffer): [number, number] {
  const kind = webp.toString('latin1', 12, 16)
  if (kind === 'VP8X') return [webp.readUIntLE(24, 3) + 1, webp.readUIntLE(27, 3) + 1]
  if (kind === 'VP8 ') return [webp.readUInt16LE(26) & 0x3fff, webp.readUInt16LE(28) & 0x3fff]
  const bits = webp.readUInt32LE(21)
  return [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1]
}

test('a mesh is drawn in two widths on two grounds, and those who wait are told', async () => {
  const { blob, payload } = await designWith('parts/corner.STL', tetrahedron())
  await makeStill(bench, jobOf(payload))
  const stills = await Promise.all(NAMES.map((name) => stillOf(blob, name)))
  expect(stills.map((still) => still && sizeOf(still))).toEqual([
    [480, 360],
    [480, 360],
    [1200, 900],
    [1200, 900],
  ])
  expect(stills[0]?.equals(stills[1] ?? Buffer.alloc(0))).toBe(false)
  expect(bench.woken).toContain(`still ${blob}`)
})

test('a picture is shown as it is on both grounds', async () => {
  const { blob, payload } = await designWith('cover.png', PNG)
  await makeStill(bench, jobOf(payload))
  const [light, dark] = [await stillOf(blob, '480-light.webp'), await stillOf(blob, '480-dark.webp')]
  expect(light?.toString('latin1', 8, 12)).toBe('WEBP')
  expect(dark?.equals(light ?? Buffer.alloc(0))).toBe(true)
})

test('what was made or has failed is not drawn again, but told again', async () => {
  const { blob, payload } = await designWith('again.stl', Buffer.concat([tetrahedron(), Buffer.alloc(5)]))
  await bench.blobs.putDerived(stillKey(blob, '480-light.webp'), Buffer.from('made before'), {
    maxBytes: 100,
  })
  await makeStill(bench, jobOf(payload))
  expect((await stillOf(blob, '480-light.webp'))?.toString()).toBe('made before')
  expect(await stillOf(blob, '1200-dark.webp')).toBe(undefined)
  expect(bench.woken).toContain(`still ${blob}`)
})

test('a file that is not what its name says fails for good, with the reason', async () => {
  const files = {
    'bad.stl': 'not a mesh at all',
    'bad.3mf': 'PK no',
    'bad.png': '<svg/>',
    'bad.obj': 'v 1 2',
  }
  for (const [path, content] of Object.entries(files)) {
    const { blob, payload } = await designWith(path, content)
    await expect(makeStill(bench, jobOf(payload)), path).rejects.toBeInstanceOf(UnrecoverableJob)
    expect(await reasonOf(blob), path).toMatch(/\w/)
    expect(bench.woken).toContain(`still ${blob}`)
  }
})

test('an LFS pointer is no picture, and that is said', async () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12\n`
  const { blob, payload } = await designWith('large.stl', pointer)
  await expect(makeStill(bench, jobOf(payload))).rejects.toBeInstanceOf(UnrecoverableJob)
  expect(await reasonOf(blob)).toContain('LFS')
})

test('a drawing that takes too long is tried once more before it is given up', async () => {
  const { blob, payload } = await designWith('slow.stl', Buffer.concat([tetrahedron(), Buffer.alloc(10)]))
  const deps = { ...bench, limits: { timeoutMs: 1, maxMemoryBytes: 2 ** 40 } }
  const first = makeStill(deps, jobOf(payload))
  await expect(first).rejects.toThrow(/took longer/)
  await expect(first).rejects.not.toBeInstanceOf(UnrecoverableJob)
  expect(await reasonOf(blob)).toBe(undefined)
  await expect(makeStill(deps, jobOf(payload, { attempt: 2 }))).rejects.toBeInstanceOf(UnrecoverableJob)
  expect(await reasonOf(blob)).toContain('took longer')
})

test.runIf(process.platform === 'linux')('a drawing that eats memory is ended', async () => {
  const { payload } = await designWith('hungry.stl', Buffer.concat([tetrahedron(), Buffer.alloc(20)]))
  const deps = { ...bench, limits: { timeoutMs: 60_000, maxMemoryBytes: 2 ** 20 } }
  await expect(makeStill(deps, jobOf(payload))).rejects.toThrow('too much memory')
})

test('a worker that closes gives the job back and blames no file', async () => {
  const { blob, payload } = await designWith('closing.stl', Buffer.concat([tetrahedron(), Buffer.alloc(30)]))
  const closing = AbortSignal.abort(new Error('the worker closes'))
  await expect(makeStill(bench, jobOf(payload, { signal: closing, attempt: 3 }))).rejects.toThrow()
  expect(await reasonOf(blob)).toBe(undefined)
})

test('a job that nobody can do is given up at once', async () => {
  const { payload } = await designWith('a.txt', 'text')
  for (const bad of [{}, payload, { ...payload, blob: '../../etc' }]) {
    await expect(makeStill(bench, jobOf(bad))).rejects.toBeInstanceOf(UnrecoverableJob)
  }
})
