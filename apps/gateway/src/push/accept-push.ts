import type { Readable } from 'node:stream'
import type { AccountId, DesignId } from '@truss/contracts/ids'
import { DomainError } from '@truss/domain/errors'
import { receivePack } from '@truss/git/receive-pack'
import type { ServedGit } from '@truss/git/serve-stream'
import type { Logger } from '@truss/http/log'
import type { Repositories } from '../deps.ts'
import type { PreparedPush, RefWriter } from './ref-writer.ts'

export interface AcceptPushDeps {
  readonly repositories: Repositories
  readonly refWriter: RefWriter
  readonly hooksPath: string
  readonly maxPushBytes: number
  readonly log: Logger
}

/**
 * Serves the body of a push whose pusher is authorised: git receives into quarantine and checks the objects, the
 * ref writer signs what the refs will be, git moves them, the state is settled, and only then the client hears.
 */
export function acceptPush(
  deps: AcceptPushDeps,
  push: {
    design: DesignId
    pusher: { account: AccountId; handle: string }
    input: Readable
    signal: AbortSignal
  },
): ServedGit {
  const { design, pusher } = push
  let prepared: PreparedPush | undefined
  return receivePack({
    gitDir: deps.repositories.path(design),
    hooksPath: deps.hooksPath,
    advertise: false,
    input: push.input,
    maxInputBytes: deps.maxPushBytes,
    signal: push.signal,
    env: { REMOTE_USER: pusher.handle },
    async decide({ commands }) {
      try {
        prepared = await deps.refWriter.prepare(design, commands, pusher.account)
        return { accept: true }
      } catch (error) {
        if (error instanceof DomainError) return { accept: false, message: error.message }
        deps.log.error({ err: error, design }, 'push could not be prepared')
        return { accept: false, message: 'the push could not be recorded, try again in a moment' }
      }
    },
    async beforeAnswer() {
      const state = await prepared?.settle()
      if (state) {
        deps.log.info({ design, epoch: state.epoch, seq: state.seq, by: pusher.account }, 'refs moved')
      }
    },
  })
}
