/**
 * What is wrong with an entry of the feed.
 * - `gap`: entries before it are missing; they can be asked for
 * - `altered`: not what the registry's pinned key signed for this index; never applied
 */
export class FeedFault extends Error {
  override readonly name = 'FeedFault'
  readonly kind: 'gap' | 'altered'
  readonly index: number

  constructor(kind: 'gap' | 'altered', index: number, options?: ErrorOptions) {
    super(kind === 'gap' ? `no entry ${index} came` : `entry ${index} is not what was signed`, options)
    this.kind = kind
    this.index = index
  }
}
