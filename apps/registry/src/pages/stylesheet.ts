import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { latinFontFile } from '@truss/ui/font-file'

const FACE = `@font-face {
  font-family: 'IBM Plex Sans Variable';
  font-weight: 100 700;
  font-display: swap;
  src: url('/font.woff2') format('woff2');
}
`

/** The design's tokens, shared with the pages of instances, and the registry's own rules. Read once. */
export function readStylesheet(): string {
  const tokens = readFileSync(fileURLToPath(import.meta.resolve('@truss/ui/tokens.css')), 'utf8')
  return FACE + tokens + readFileSync(new URL('./style.css', import.meta.url), 'utf8')
}

/** The face of the pages. Read once. */
export function readFont(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(latinFontFile()))
}
