import { encodeStill, STILL_WIDTHS } from '@truss/models/node/encode-still'
import { imagePreview } from '@truss/models/node/image-preview'
import { readModel } from '@truss/models/read-model'
import { renderStill, type StillOptions } from '@truss/models/render-still'

const SCHEMES = ['light', 'dark'] as const satisfies StillOptions['scheme'][]

export interface DrawnStill {
  /** As in an address: `480-light.webp`. */
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * All stills of a file, each width on light and dark ground. A picture looks the same on both.
 *
 * @param fileName only its ending counts
 * @throws {ModelError} when the file is not what its name says, or too large to be drawn
 */
export async function drawStills(
  source: 'mesh' | 'image',
  fileName: string,
  bytes: Uint8Array,
): Promise<DrawnStill[]> {
  return source === 'mesh' ? drawMesh(fileName, bytes) : drawImage(bytes)
}

async function drawMesh(fileName: string, bytes: Uint8Array): Promise<DrawnStill[]> {
  const mesh = readModel(fileName, bytes)
  const drawn: DrawnStill[] = []
  for (const scheme of SCHEMES) {
    // Drawn once, at the largest width: shrinking is cheap and the smaller picture is the same one.
    const still = renderStill(mesh, { scheme, width: Math.max(...STILL_WIDTHS) })
    for (const width of STILL_WIDTHS)
      drawn.push({ name: `${width}-${scheme}.webp`, bytes: await encodeStill(still, width) })
  }
  return drawn
}

async function drawImage(bytes: Uint8Array): Promise<DrawnStill[]> {
  const drawn: DrawnStill[] = []
  for (const width of STILL_WIDTHS) {
    const preview = await imagePreview(bytes, width)
    for (const scheme of SCHEMES) drawn.push({ name: `${width}-${scheme}.webp`, bytes: preview })
  }
  return drawn
}
