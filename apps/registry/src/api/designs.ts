import {
  checkName,
  createDesignRecord,
  editDesignRecord,
  getMe,
  putMirror,
  putRefState,
} from '@truss/contracts/registry-routes'
import { createDesign } from '@truss/domain/designs/create-design'
import { editDesign } from '@truss/domain/designs/edit-design'
import { recordMirror } from '@truss/domain/designs/record-mirror'
import { recordRefState } from '@truss/domain/designs/record-ref-state'
import { DomainError } from '@truss/domain/errors'
import type { AccountStore, Clock, DesignStore, InstanceStore, Sequencer } from '@truss/domain/ports'
import { verifyGenesis } from '@truss/federation/genesis'
import { recordSha256 } from '@truss/federation/record'
import { readRefState } from '@truss/federation/ref-state'
import { verifyRefState } from '@truss/federation/verify-ref-state'
import type { Api } from '@truss/http/api'
import { verified } from './authenticate.ts'
import type { RegistryActor } from './registry-actor.ts'
import { theInstance, thePerson } from './the-actor.ts'

export interface DesignsDeps {
  readonly accounts: AccountStore
  readonly designs: DesignStore
  readonly instances: InstanceStore
  readonly sequencer: Sequencer
  readonly clock: Clock
}

export function mountDesigns(api: Api<RegistryActor>, deps: DesignsDeps): void {
  const lookup = (id: Parameters<InstanceStore['byId']>[0]) => deps.instances.byId(id)

  api.mount(createDesignRecord, async ({ body }, actor) => {
    const { genesis: record, ...rest } = body
    const { payload, design: id } = await verified(() =>
      verifyGenesis(record, { instances: lookup, now: deps.clock.now() }),
    )
    return createDesign(
      deps,
      { account: thePerson(actor), instance: theInstance(actor) },
      { ...rest, id, genesis: { payload, record, sha256: recordSha256(record) } },
    )
  })

  api.mount(checkName, async ({ params }) => ({
    free: await deps.designs.nameIsFree(params.account, params.slug),
  }))

  api.mount(editDesignRecord, async ({ params, body }, actor) => ({
    index: await editDesign(deps, thePerson(actor), params.design, body),
  }))

  api.mount(putRefState, async ({ params, body }, actor) => {
    const { payload, sha256 } = await verified(async () => readRefState(body.record))
    if (payload.design !== params.design)
      throw new DomainError('bad-record', 'the record is about another design')
    const verdict = await verifyRefState(body.record, {
      // Who may sign is checked here; whether the place in the chain is the next one, in the domain.
      assignment: { design: payload.design, epoch: payload.epoch, host: payload.host },
      instances: lookup,
      now: deps.clock.now(),
    })
    if (verdict.verdict === 'refused') {
      throw new DomainError('bad-record', `the record does not hold: ${verdict.reason}`, {
        detail: verdict.detail,
      })
    }
    return { index: await recordRefState(deps, theInstance(actor), { payload, record: body.record, sha256 }) }
  })

  api.mount(putMirror, async ({ params, body }, actor) => ({
    index: await recordMirror(deps, theInstance(actor), { design: params.design, ...body }),
  }))

  api.mount(getMe, async (_input, actor) => {
    const account = await deps.accounts.byId(thePerson(actor))
    if (!account) throw new DomainError('account-not-found', 'no such account')
    return { account }
  })
}
