import { GitError } from './git-error.ts'

/** Longest payload of one packet: 65520 bytes less the four of the length (gitprotocol-common(5)). */
export const MAX_PAYLOAD = 65_516

export const FLUSH_PKT: Buffer = Buffer.from('0000')
export const DELIM_PKT: Buffer = Buffer.from('0001')

export type Packet = { type: 'data'; payload: Buffer } | { type: 'flush' | 'delim' | 'response-end' }

/** One data packet. Throws `too-large` beyond {@link MAX_PAYLOAD}. */
export function encodePktLine(payload: string | Buffer): Buffer {
  const bytes = Buffer.from(payload)
  if (bytes.length > MAX_PAYLOAD) throw new GitError('too-large', 'a packet is too long')
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes])
}

/** A packet that makes every git client stop and show `message` to its user. One line, no control characters. */
export function errorLine(message: string): Buffer {
  return encodePktLine(`ERR ${printable(message)}\n`)
}

/** What protocol versions 0 and 1 put before the advertisement over HTTP. */
export function serviceAnnouncement(service: 'git-upload-pack' | 'git-receive-pack'): Buffer {
  return Buffer.concat([encodePktLine(`# service=${service}\n`), FLUSH_PKT])
}

/** One line for another person's terminal: no escape sequences, at most 1000 characters. */
export function printable(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, 1000)
}

/**
 * Takes packets out of a stream that arrives in pieces. Strict: lengths are four hex digits, `0003` and a
 * cut-off packet are errors. Holds at most one packet.
 */
export class PktLineDecoder {
  #rest: Buffer = Buffer.alloc(0)
  #seen = 0
  readonly #maxBytes: number

  /** `maxBytes` bounds everything that is ever pushed. */
  constructor(options: { maxBytes: number }) {
    this.#maxBytes = options.maxBytes
  }

  /** Packets that are complete with this piece. Throws `broken` (malformed), `too-large`. */
  *push(chunk: Buffer): Generator<Packet, void, undefined> {
    this.#seen += chunk.length
    if (this.#seen > this.#maxBytes) throw new GitError('too-large', 'too many bytes of packets')
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    while (this.#rest.length >= 4) {
      const length = readLength(this.#rest)
      if (this.#rest.length < Math.max(length, 4)) return
      const packet = toPacket(this.#rest, length)
      // Moved on before the yield: a consumer that stops here finds what follows in takeRest.
      this.#rest = this.#rest.subarray(Math.max(length, 4))
      yield packet
    }
  }

  /** Hands over the bytes behind the last packet: the pack that follows a list of commands. */
  takeRest(): Buffer {
    const rest = this.#rest
    this.#rest = Buffer.alloc(0)
    return rest
  }

  /** Says that the stream is over. Throws `broken` inside a packet. */
  end(): void {
    if (this.#rest.length > 0) throw new GitError('broken', 'the stream ends inside a packet')
  }
}

/** All packets of a stream. Throws `broken`, `too-large`. */
export async function* decodePktLines(
  source: AsyncIterable<Buffer>,
  options: { maxBytes: number },
): AsyncGenerator<Packet, void, undefined> {
  const decoder = new PktLineDecoder(options)
  for await (const chunk of source) yield* decoder.push(chunk)
  decoder.end()
}

function readLength(bytes: Buffer): number {
  const digits = bytes.toString('latin1', 0, 4)
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new GitError('broken', 'malformed packet length')
  const length = Number.parseInt(digits, 16)
  if (length === 3 || length > MAX_PAYLOAD + 4) throw new GitError('broken', 'malformed packet length')
  return length
}

function toPacket(bytes: Buffer, length: number): Packet {
  if (length === 0) return { type: 'flush' }
  if (length === 1) return { type: 'delim' }
  if (length === 2) return { type: 'response-end' }
  return { type: 'data', payload: bytes.subarray(4, length) }
}
