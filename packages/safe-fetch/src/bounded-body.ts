import { UnsafeUrlError } from './unsafe-url-error.ts'

/** Passes bytes through and counts them: what the peer announces is its word, what arrives is the fact. */
export async function* boundedBody(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  mapFault: (fault: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  let received = 0
  try {
    for await (const chunk of body) {
      received += chunk.byteLength
      if (received > maxBytes) throw new UnsafeUrlError('too-large', `the body is over ${maxBytes} bytes`)
      yield chunk
    }
  } catch (fault) {
    throw mapFault(fault)
  }
}
