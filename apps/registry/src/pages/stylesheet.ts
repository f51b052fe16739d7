import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The design's tokens, shared with the pages of instances, and the registry's own rules. Read once. */
export function readStylesheet(): string {
  const tokens = readFileSync(fileURLToPath(import.meta.resolve('@truss/ui/tokens.css')), 'utf8')
  return tokens + readFileSync(new URL('./style.css', import.meta.url), 'utf8')
}
