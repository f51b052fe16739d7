import { extensionOf } from '@truss/models/model-kind'

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  stl: 'model/stl',
  '3mf': 'model/3mf',
  obj: 'model/obj',
  pdf: 'application/pdf',
  zip: 'application/zip',
}

export const TEXT_TYPE = 'text/plain; charset=utf-8'
export const BYTES_TYPE = 'application/octet-stream'

/**
 * The media type of a file that its owner chose, by its name: a short list of types that browsers do not
 * run. HTML, SVG, XML and scripts are none of them; they are text.
 *
 * @returns undefined where the content decides between text and bytes
 */
export function contentTypeOf(path: string): string | undefined {
  return TYPES[extensionOf(path)]
}
