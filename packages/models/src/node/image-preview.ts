import sharp from 'sharp'
import { ModelError } from '../model-error.ts'

const MAX_BYTES = 32 * 1024 * 1024
/** An SVG is a program for a drawing machine: a few kilobytes can keep it busy, so less is let in. */
const MAX_SVG_BYTES = 2 * 1024 * 1024
const MAX_PIXELS = 64_000_000
const TIMEOUT_SECONDS = 10
const FORMATS = new Set(['png', 'jpeg', 'webp', 'gif', 'svg'])

/**
 * A still WebP of an image file, `width` wide at most, turned upright, without its metadata (which may tell where a
 * photo was taken). An SVG is drawn, never run: no scripts, and no file or address that it names is opened.
 *
 * @throws {ModelError} `unreadable` (also for a format that is not shown), `too-large`
 */
export async function imagePreview(bytes: Uint8Array, width: number): Promise<Uint8Array> {
  if (bytes.length > MAX_BYTES) throw new ModelError('too-large', `more than ${MAX_BYTES} bytes`)
  const format = await readFormat(bytes)
  if (format === 'svg' && bytes.length > MAX_SVG_BYTES) {
    throw new ModelError('too-large', `more than ${MAX_SVG_BYTES} bytes of SVG`)
  }
  try {
    return await open(bytes)
      .rotate()
      .resize({ width: Math.max(1, Math.min(Math.round(width), 4096)), withoutEnlargement: format !== 'svg' })
      .webp({ quality: 82, effort: 4 })
      .timeout({ seconds: TIMEOUT_SECONDS })
      .toBuffer()
  } catch (error) {
    throw toModelError(error)
  }
}

async function readFormat(bytes: Uint8Array): Promise<string> {
  try {
    const { format, width, height } = await open(bytes).metadata()
    if (!FORMATS.has(format)) throw new ModelError('unreadable', 'not an image that is shown here')
    if (width * height > MAX_PIXELS) throw new ModelError('too-large', `more than ${MAX_PIXELS} pixels`)
    return format
  } catch (error) {
    throw toModelError(error)
  }
}

function open(bytes: Uint8Array) {
  return sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', unlimited: false, animated: false })
}

function toModelError(error: unknown): ModelError {
  if (error instanceof ModelError) return error
  const tooMany = error instanceof Error && /pixel limit/i.test(error.message)
  return new ModelError(tooMany ? 'too-large' : 'unreadable', 'the image cannot be drawn', { cause: error })
}
