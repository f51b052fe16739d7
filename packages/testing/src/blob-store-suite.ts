import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'

interface SuiteRange {
  start?: number
  end?: number
}

type SuiteSource = Uint8Array | AsyncIterable<Uint8Array>

/** The port as the suite uses it. The test kit may not import adapters; the compiler compares the two at the call. */
interface SuiteBlobStore {
  put(
    source: SuiteSource,
    options: { expectedSha256?: string; expectedSize?: number; maxBytes: number; signal?: AbortSignal },
  ): Promise<{ sha256: string; size: number }>
  get(sha256: string, range?: SuiteRange): Promise<{ size: number; stream: Readable } | null>
  stat(sha256: string): Promise<{ size: number } | null>
  has(sha256: string): Promise<boolean>
  delete(sha256: string): Promise<boolean>
  putDerived(
    key: string,
    source: SuiteSource,
    options: { maxBytes: number; signal?: AbortSignal },
  ): Promise<{ size: number }>
  getDerived(key: string, range?: SuiteRange): Promise<{ size: number; stream: Readable } | null>
  statDerived(key: string): Promise<{ size: number } | null>
  deleteDerived(key: string): Promise<boolean>
}

/** An empty store, and a look behind it. */
export interface BlobStoreBench extends AsyncDisposable {
  readonly store: SuiteBlobStore
  /** Everything that takes up space: stored files and what broken receptions may have left. */
  countFiles(): Promise<number>
}

const MAX = { maxBytes: 10_000_000 }
const HELLO = Buffer.from('hello')
const HELLO_SHA256 = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const KEY = `still/${HELLO_SHA256.slice(0, 40)}/models-3/480-light.webp`

const BAD_KEYS = [
  '',
  'still',
  '/still/a',
  'still/',
  'still//a',
  '../still/a',
  'still/../a',
  'still/..',
  'still/./a',
  'still/.hidden',
  'still/a..b',
  'still/a.',
  'still\\..\\a',
  'still/a\\b',
  'Still/a',
  'still/ä',
  'still/a b',
  'still/a\u0000',
  'still/a\n',
  'still/%2e%2e',
  'still/-rf',
  'still/a:b',
  `still/${'a'.repeat(101)}`,
  `still/${'a/'.repeat(100)}b`,
  'a/b/c/d/e/f/g/h/i',
]

const BAD_SHA256 = [
  '',
  'abc',
  HELLO_SHA256.toUpperCase(),
  `${HELLO_SHA256}0`,
  `../${HELLO_SHA256.slice(3)}`,
  `${HELLO_SHA256}\n`,
]

/** What every BlobStore must do; run by each implementation with its own `open`. */
export function describeBlobStore(open: () => Promise<BlobStoreBench>): void {
  const read = async (found: Promise<{ stream: Readable } | null>) => {
    const reader = await found
    return reader && (await buffer(reader.stream)).toString('latin1')
  }

  test('a blob is found under the digest of its bytes', async () => {
    await using bench = await open()
    const { store } = bench
    expect(await store.put(HELLO, MAX)).toEqual({ sha256: HELLO_SHA256, size: 5 })
    expect(await store.has(HELLO_SHA256)).toBe(true)
    expect(await store.stat(HELLO_SHA256)).toEqual({ size: 5 })
    expect(await read(store.get(HELLO_SHA256))).toBe('hello')
  })

  test('a stream of many chunks arrives whole', async () => {
    await using bench = await open()
    const chunks = Array.from({ length: 50 }, () => randomBytes(65_537))
    const whole = Buffer.concat(chunks)
    const sha256 = createHash('sha256').update(whole).digest('hex')
    const options = { expectedSha256: sha256, expectedSize: whole.length, ...MAX }
    expect(await bench.store.put(Readable.from(chunks), options)).toEqual({ sha256, size: whole.length })
    const found = await bench.store.get(sha256)
    expect(found && whole.equals(await buffer(found.stream))).toBe(true)
  })

  test('the empty blob is a blob', async () => {
    await using bench = await open()
    const empty = { sha256: EMPTY_SHA256, size: 0 }
    expect(await bench.store.put(Readable.from([]), { expectedSize: 0, ...MAX })).toEqual(empty)
    expect(await read(bench.store.get(EMPTY_SHA256))).toBe('')
    await expect(bench.store.get(EMPTY_SHA256, { start: 1 })).rejects.toMatchObject({ code: 'bad-range' })
  })

  test('the same content twice is stored once, also at the same time', async () => {
    await using bench = await open()
    const puts = Array.from({ length: 8 }, () => bench.store.put(Readable.from([HELLO]), MAX))
    expect(new Set((await Promise.all(puts)).map(({ sha256 }) => sha256))).toEqual(new Set([HELLO_SHA256]))
    expect(await bench.countFiles()).toBe(1)
  })

  test.each([
    ['another digest', { expectedSha256: EMPTY_SHA256 }, 'digest-mismatch'],
    ['more bytes than announced', { expectedSize: 4 }, 'size-mismatch'],
    ['fewer bytes than announced', { expectedSize: 6 }, 'size-mismatch'],
    ['more bytes than allowed', { maxBytes: 4 }, 'too-large'],
    ['an announcement of more than allowed', { expectedSize: 20_000_000 }, 'too-large'],
    ['a digest that is none', { expectedSha256: '../../etc/passwd' }, 'bad-name'],
  ])('%s is refused and nothing is kept', async (_what, options, code) => {
    await using bench = await open()
    await expect(bench.store.put(Readable.from([HELLO]), { ...MAX, ...options })).rejects.toMatchObject({
      code,
    })
    expect(await bench.store.has(HELLO_SHA256)).toBe(false)
    expect(await bench.countFiles()).toBe(0)
  })

  test('a sender without end is cut off soon after the limit', async () => {
    await using bench = await open()
    let sent = 0
    async function* endless() {
      for (;;) {
        sent += 1000
        yield Buffer.alloc(1000)
      }
    }
    await expect(bench.store.put(endless(), { maxBytes: 10_000 })).rejects.toMatchObject({
      code: 'too-large',
    })
    expect(sent).toBeLessThan(100_000)
    expect(await bench.countFiles()).toBe(0)
  })

  test('a sender that breaks off leaves nothing', async () => {
    await using bench = await open()
    async function* broken() {
      yield HELLO
      throw new Error('connection lost')
    }
    await expect(bench.store.put(broken(), MAX)).rejects.toThrow('connection lost')
    await expect(bench.store.putDerived(KEY, broken(), MAX)).rejects.toThrow('connection lost')
    expect(await bench.countFiles()).toBe(0)
  })

  test('a signal ends the wait for a silent sender', async () => {
    await using bench = await open()
    const controller = new AbortController()
    const silent = new Readable({ read() {} })
    silent.push(HELLO)
    const put = bench.store.put(silent, { ...MAX, signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(put).rejects.toThrow('enough')
    expect(await bench.countFiles()).toBe(0)
  })

  test.each([
    [{ start: 0, end: 0 }, 'h'],
    [{ start: 1, end: 3 }, 'ell'],
    [{ start: 4 }, 'o'],
    [{ end: 1 }, 'he'],
    [{ start: 2, end: 999 }, 'llo'],
  ])('the range %o is %s of hello', async (range, expected) => {
    await using bench = await open()
    await bench.store.put(HELLO, MAX)
    const found = await bench.store.get(HELLO_SHA256, range)
    expect(found?.size).toBe(5)
    expect(await read(Promise.resolve(found))).toBe(expected)
  })

  test.each([
    { start: 5 },
    { start: 3, end: 2 },
    { start: -1 },
    { start: 0.5 },
    { end: -1 },
    { start: Number.NaN },
  ])('the range %o of five bytes is refused', async (range) => {
    await using bench = await open()
    await bench.store.put(HELLO, MAX)
    await expect(bench.store.get(HELLO_SHA256, range)).rejects.toMatchObject({ code: 'bad-range' })
  })

  test('what is not there is null, and deleting it says so', async () => {
    await using bench = await open()
    const { store } = bench
    expect(await store.get(HELLO_SHA256)).toBeNull()
    expect(await store.stat(HELLO_SHA256)).toBeNull()
    expect(await store.has(HELLO_SHA256)).toBe(false)
    expect(await store.delete(HELLO_SHA256)).toBe(false)
    expect(await store.getDerived(KEY)).toBeNull()
    expect(await store.statDerived(KEY)).toBeNull()
    expect(await store.deleteDerived(KEY)).toBe(false)
  })

  test('a deleted blob is gone, and a reader under way reads on', async () => {
    await using bench = await open()
    const bytes = randomBytes(1_000_000)
    const { sha256 } = await bench.store.put(bytes, MAX)
    const reader = await bench.store.get(sha256)
    expect(await bench.store.delete(sha256)).toBe(true)
    expect(await bench.store.has(sha256)).toBe(false)
    expect(reader && bytes.equals(await buffer(reader.stream))).toBe(true)
    expect(await bench.countFiles()).toBe(0)
  })

  test('a reader that stops early closes its file', async () => {
    await using bench = await open()
    const { sha256 } = await bench.store.put(randomBytes(1_000_000), MAX)
    const reader = await bench.store.get(sha256)
    reader?.stream.destroy()
    if (reader) await once(reader.stream, 'close')
    expect(reader?.stream.closed).toBe(true)
  })

  test.each(BAD_SHA256)('%j names no blob', async (name) => {
    await using bench = await open()
    for (const ask of [bench.store.get, bench.store.stat, bench.store.has, bench.store.delete]) {
      await expect(ask(name)).rejects.toMatchObject({ code: 'bad-name' })
    }
  })

  test('a derived file is found under its key and replaced as a whole', async () => {
    await using bench = await open()
    const { store } = bench
    expect(await store.putDerived(KEY, HELLO, MAX)).toEqual({ size: 5 })
    const old = await store.getDerived(KEY)
    expect(await store.putDerived(KEY, Readable.from([Buffer.from('anew')]), MAX)).toEqual({ size: 4 })
    expect(await read(Promise.resolve(old))).toBe('hello')
    expect(await read(store.getDerived(KEY))).toBe('anew')
    expect(await read(store.getDerived(KEY, { start: 1, end: 2 }))).toBe('ne')
    expect(await store.statDerived(KEY)).toEqual({ size: 4 })
    await expect(store.putDerived(KEY, HELLO, { maxBytes: 4 })).rejects.toMatchObject({ code: 'too-large' })
    expect(await read(store.getDerived(KEY))).toBe('anew')
    expect(await bench.countFiles()).toBe(1)
    expect(await store.deleteDerived(KEY)).toBe(true)
    expect(await bench.countFiles()).toBe(0)
  })

  test('a key below or above that of a derived file is a key of its own', async () => {
    await using bench = await open()
    await bench.store.putDerived('still/a/b', HELLO, MAX)
    expect(await bench.store.getDerived('still/a')).toBeNull()
    expect(await bench.store.statDerived('still/a')).toBeNull()
    expect(await bench.store.deleteDerived('still/a')).toBe(false)
    expect(await bench.store.getDerived('still/a/b/c')).toBeNull()
    expect(await bench.store.deleteDerived('still/a/b/c')).toBe(false)
    await bench.store.putDerived('still/a/b/c', Buffer.from('below'), MAX)
    await bench.store.putDerived('still/a', Buffer.from('above'), MAX)
    expect(await read(bench.store.getDerived('still/a/b/c'))).toBe('below')
    expect(await read(bench.store.getDerived('still/a'))).toBe('above')
    expect(await read(bench.store.getDerived('still/a/b'))).toBe('hello')
  })

  test.each(BAD_KEYS)('%j is no key', async (key) => {
    await using bench = await open()
    const { store } = bench
    await expect(store.putDerived(key, HELLO, MAX)).rejects.toMatchObject({ code: 'bad-name' })
    for (const ask of [store.getDerived, store.statDerived, store.deleteDerived]) {
      await expect(ask(key)).rejects.toMatchObject({ code: 'bad-name' })
    }
    expect(await bench.countFiles()).toBe(0)
  })
}
