import sharp from 'sharp'
import { expect, test } from 'vitest'
import { imagePreview } from '../src/node/image-preview.ts'

const photo = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#8899aa' } })
const svg = (inner: string, size = 'width="80" height="60"') =>
  new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" ${size}>${inner}</svg>`)
const meta = async (bytes: Uint8Array) => sharp(bytes).metadata()

test.each(['png', 'jpeg', 'webp'] as const)('a %s becomes a WebP of the width asked for', async (format) => {
  const bytes = await photo(800, 600).toFormat(format).toBuffer()
  expect(await meta(await imagePreview(bytes, 400))).toMatchObject({
    format: 'webp',
    width: 400,
    height: 300,
  })
})

test('a small image is not blown up', async () => {
  expect(await meta(await imagePreview(await photo(40, 30).png().toBuffer(), 400))).toMatchObject({
    width: 40,
  })
})

test('a photo is turned upright and loses what else it tells', async () => {
  const bytes = await photo(80, 40)
    .withExif({ IFD0: { Copyright: 'someone at home' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const preview = await meta(await imagePreview(bytes, 400))
  expect(preview).toMatchObject({ width: 40, height: 80 })
  expect(preview.exif).toBeUndefined()
})

test('an SVG is drawn, and its scripts and references are not followed', async () => {
  const drawing = svg(
    '<script>throw 1</script><image href="file:///etc/hostname" width="80" height="60"/><rect width="80" height="60" fill="#f00"/>',
  )
  const { data } = await sharp(await imagePreview(drawing, 160))
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect(data[0]).toBeGreaterThan(240)
})

test.each<[string, Uint8Array, string]>([
  ['text', new TextEncoder().encode('hello'), 'unreadable'],
  ['nothing', new Uint8Array(), 'unreadable'],
  ['an SVG of many pixels', svg('', 'width="30000" height="30000"'), 'too-large'],
  ['an SVG of many bytes', svg(`<desc>${'x'.repeat(2_200_000)}</desc>`), 'too-large'],
])('refused: %s', async (_, bytes, code) => {
  await expect(imagePreview(bytes, 400)).rejects.toMatchObject({ name: 'ModelError', code })
})

test('a cut-off image is refused', async () => {
  const bytes = await photo(400, 300).png().toBuffer()
  await expect(imagePreview(bytes.subarray(0, bytes.length / 2), 100)).rejects.toMatchObject({
    code: 'unreadable',
  })
})
