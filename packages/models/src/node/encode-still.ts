import sharp from 'sharp'
import type { Still } from '../still/render-still.ts'

/** Widths in which stills are kept, for tiles and for the page of a design. */
export const STILL_WIDTHS = [480, 1200] as const

/** A still as WebP, at its own size or narrower. */
export async function encodeStill(still: Still, width: number = still.width): Promise<Uint8Array> {
  return sharp(still.rgba, { raw: { width: still.width, height: still.height, channels: 4 } })
    .resize({ width: Math.min(width, still.width), kernel: 'lanczos3' })
    .webp({ quality: 86, alphaQuality: 90, effort: 4, smartSubsample: true })
    .toBuffer()
}
