import type { Readable } from 'node:stream'

/** Lower-case hex of a SHA-256: 64 digits. */
export type Sha256 = string

export type BlobSource = Uint8Array | AsyncIterable<Uint8Array>

export interface PutBlobOptions {
  /** What the sender promised; anything else is refused. */
  expectedSha256?: Sha256
  expectedSize?: number
  /** More is refused as soon as it arrives. */
  maxBytes: number
  /** Ends the reception; nothing is kept. */
  signal?: AbortSignal
}

export interface ByteRange {
  /** First byte, from 0. Default 0. */
  start?: number
  /** Last byte, included as in HTTP; cut at the end of the file. Default: the last. */
  end?: number
}

export interface BlobStat {
  /** Bytes of the whole file. */
  readonly size: number
}

export interface BlobReader extends BlobStat {
  /** The asked bytes; read it to its end or destroy it. */
  readonly stream: Readable
}

/**
 * Files named by what is in them (LFS objects), and files derived from them (previews) named by a key.
 * Either kind is there entirely or not at all: a reader never meets half a file, nor does a crash leave one.
 */
export interface BlobStore {
  /**
   * Receives, hashes, stores durably. A content that is there already is received and checked again: whoever
   * sends proves to have it.
   *
   * @throws {BlobError} `too-large`, `size-mismatch`, `digest-mismatch`, `bad-name`; then nothing is kept
   */
  put(source: BlobSource, options: PutBlobOptions): Promise<{ sha256: Sha256; size: number }>

  /**
   * @returns null if there is no such blob
   * @throws {BlobError} `bad-name`, `bad-range` for a start behind the last byte or behind the end
   */
  get(sha256: Sha256, range?: ByteRange): Promise<BlobReader | null>
  stat(sha256: Sha256): Promise<BlobStat | null>
  has(sha256: Sha256): Promise<boolean>

  /** @returns false if there was none. A reader that is under way reads on. */
  delete(sha256: Sha256): Promise<boolean>

  /**
   * Stores a derived file in place of one with the same key. For the grammar of keys see `parseDerivedKey`.
   *
   * @throws {BlobError} `too-large`, `bad-name`; then the file that was there stays
   */
  putDerived(
    key: string,
    source: BlobSource,
    options: { maxBytes: number; signal?: AbortSignal },
  ): Promise<{ size: number }>
  getDerived(key: string, range?: ByteRange): Promise<BlobReader | null>
  statDerived(key: string): Promise<BlobStat | null>
  deleteDerived(key: string): Promise<boolean>
}
