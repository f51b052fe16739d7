export interface FetchBytesOptions {
  readonly signal: AbortSignal
  readonly maxBytes: number
  readonly onProgress: (loaded: number) => void
}

/** @throws a plain `Error` with a sentence for people: refused, cut off, or larger than allowed */
export async function fetchBytes(url: string, options: FetchBytesOptions): Promise<ArrayBuffer> {
  const { signal, maxBytes, onProgress } = options
  const response = await fetch(url, { signal })
  if (!response.ok || !response.body) throw new Error(`The file did not arrive (${response.status}).`)
  const chunks: Uint8Array[] = []
  let loaded = 0
  for await (const chunk of response.body) {
    loaded += chunk.byteLength
    // Leaving the loop cancels the stream.
    if (loaded > maxBytes) throw new Error('The file is larger than it said.')
    chunks.push(chunk)
    onProgress(loaded)
  }
  const bytes = new Uint8Array(loaded)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes.buffer
}
