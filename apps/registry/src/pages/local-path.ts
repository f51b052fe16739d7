/** A path on this site, or the fallback: an address of somebody else is never followed. */
export function localPath(text: string | undefined, fallback: string): string {
  if (!text || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text)) return fallback
  return text
}
