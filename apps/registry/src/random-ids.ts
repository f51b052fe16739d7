import { randomBytes } from 'node:crypto'
import { AccountId } from '@truss/contracts/ids'
import { CommentId } from '@truss/contracts/social'
import type { Ids } from '@truss/domain/ports'
import { base32 } from '@truss/federation/base32'

/** 125 bits after the letter: never the same twice, and nothing to guess. */
export const randomIds: Ids = {
  account: () => AccountId.parse(`a${base32(randomBytes(16)).slice(0, 25)}`),
  comment: () => CommentId.parse(`c${base32(randomBytes(16)).slice(0, 25)}`),
}
