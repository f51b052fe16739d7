import type { Account } from '@truss/contracts/accounts'
import { FeedEvent } from '@truss/contracts/feed'
import type { InstanceId } from '@truss/contracts/ids'
import type { InstanceHealth, TrustDecision } from '@truss/contracts/instances'
import {
  INSTANCE_LEVELS,
  type Instance,
  type InstanceLevel,
  InstanceLevel as Level,
} from '@truss/contracts/instances'
import { RECORD_TYPES } from '@truss/contracts/records'
import { readTrustRecords } from '@truss/db/registry/feed-reader'
import { DomainError } from '@truss/domain/errors'
import { decideLevel } from '@truss/domain/trust/decide-level'
import { decodeRecord } from '@truss/federation/record'
import type { Context } from 'hono'
import { html } from 'hono/html'
import { field, hidden, problemNote } from './fields.ts'
import type { Pages, PagesApp } from './pages-deps.ts'

const LEVEL_WORDS: Readonly<Record<InstanceLevel, { name: string; means: string }>> = {
  applied: { name: 'Applied', means: 'asked to join; holds nothing, serves nothing' },
  mirror: {
    name: 'Read-only mirror',
    means: 'serves verified copies; its people can sign in, like and comment',
  },
  trusted: { name: 'Trusted', means: 'hosts designs and takes pushes' },
}

/** The operator's console: trust changes here, on the registry's own pages, and nowhere else. */
export function mountConsole(app: PagesApp, pages: Pages): void {
  app.get('/console/instances', async (c) => {
    const operator = await theOperator(pages, c)
    if (operator instanceof Response) return operator
    const instances = await pages.instances.all()
    const health = await pages.instances.health()
    const head = await pages.feed.head()
    const waiting = instances.filter((instance) => instance.level === 'applied')
    const rest = instances.filter((instance) => instance.level !== 'applied')
    const row = (
      instance: Instance,
    ) => html`<li><span><a href="/console/instances/${instance.id}">${instance.name}</a> <span class="chip">${
      instance.suspended ? 'suspended' : LEVEL_WORDS[instance.level].name
    }</span><br><span class="quiet">${instance.baseUrl}, ${heard(health.get(instance.id), head)}</span></span>
<a class="btn" href="/console/instances/${instance.id}">Decide</a></li>`
    return pages.show(
      c,
      'Instances',
      html`<div class="stack"><h1>Instances</h1>${
        waiting.length > 0
          ? html`<section class="plate"><header><h2>Waiting for you</h2></header><ul class="rows">${waiting.map(row)}</ul></section>`
          : ''
      }<section class="plate"><header><h2>Members</h2></header>${
        rest.length > 0
          ? html`<ul class="rows">${rest.map(row)}</ul>`
          : html`<div class="in"><p class="soft small">None yet. An instance joins with <code>truss join ${pages.url}</code>.</p></div>`
      }</section></div>`,
    )
  })

  app.get('/console/instances/:id', async (c) => {
    const operator = await theOperator(pages, c)
    return operator instanceof Response ? operator : decide(pages, c, {})
  })

  app.post('/console/instances/:id', async (c) => {
    const body = await c.req.parseBody()
    pages.sessions.checkForm(c, body.form)
    const operator = await theOperator(pages, c)
    if (operator instanceof Response) return operator
    const reason = String(body.reason ?? '')
    try {
      const level = Level.safeParse(body.level)
      if (!level.success) throw new DomainError('invalid-request', 'choose a level')
      await decideLevel(pages, operator.id, {
        instance: c.req.param('id') as InstanceId,
        level: level.data,
        suspended: body.suspended === 'yes',
        reason,
      })
      return c.redirect(`/console/instances/${c.req.param('id')}`, 303)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      return decide(pages, c, { error: error.message, reason }, 400)
    }
  })
}

async function theOperator(pages: Pages, c: Context): Promise<Account | Response> {
  const account = await pages.sessions.account(c)
  if (!account) return c.redirect(`/signin?next=${encodeURIComponent(new URL(c.req.url).pathname)}`, 303)
  if (!account.operator) throw new DomainError('forbidden', 'this page is for operators of the registry')
  return account
}

async function decide(
  pages: Pages,
  c: Context,
  said: { error?: string; reason?: string },
  status: 200 | 400 = 200,
): Promise<Response> {
  const instance = await pages.instances.byId((c.req.param('id') ?? '') as InstanceId)
  if (!instance) throw new DomainError('instance-not-found', 'no such instance')
  const health = heard((await pages.instances.health()).get(instance.id), await pages.feed.head())
  const decisions = await decisionsAbout(pages, instance.id)
  const body = html`<div class="stack narrow"><div class="stack s"><p class="small"><a href="/console/instances">Instances</a></p><h1>${instance.name}</h1>
<p class="soft">${instance.baseUrl}<br>joined ${instance.joinedAt.slice(0, 10)}, ${health}</p></div>
${problemNote(said.error)}
<form class="plate" method="post" action="/console/instances/${instance.id}"><header><h2>Decide what it may do</h2></header><div class="in">
${hidden('form', pages.sessions.formToken(c))}
<fieldset class="stack s"><legend>Level</legend>${INSTANCE_LEVELS.map(
    (level) =>
      html`<label class="check"><input type="radio" name="level" value="${level}" ${instance.level === level ? 'checked' : ''}><span>${LEVEL_WORDS[level].name}<br><span class="quiet">${LEVEL_WORDS[level].means}</span></span></label>`,
  )}</fieldset>
<label class="check"><input type="checkbox" name="suspended" value="yes" ${instance.suspended ? 'checked' : ''}><span>Suspended<br><span class="quiet">nothing it signs is taken until this is lifted</span></span></label>
<p class="small soft">It takes effect on all instances within seconds. Designs that it hosts stay readable; pushes to them are refused while it may not write. Nothing is deleted.</p>
${field({ name: 'reason', label: 'Reason', value: said.reason ?? '', hint: 'Everybody can read it.', required: true, maxlength: 500 })}
<button class="btn go">Decide</button></div></form>
<section class="plate"><header><h2>Decisions so far</h2></header>${
    decisions.length === 0
      ? html`<div class="in"><p class="small soft">None yet.</p></div>`
      : html`<ul class="rows">${decisions.map(
          (decision) =>
            html`<li><span>${decision.reason}<br><span class="quiet">${LEVEL_WORDS[decision.from].name} → ${
              LEVEL_WORDS[decision.to].name
            }${decision.suspended ? ', suspended' : ''}, by ${decision.operator}, ${decision.at.slice(0, 16).replace('T', ' ')}</span></span></li>`,
        )}</ul>`
  }</section></div>`
  return pages.show(c, instance.name, body, status)
}

/** When an instance last said that it is alive, and how many events it was behind by now. */
function heard(health: InstanceHealth | undefined, head: number): string {
  if (!health?.lastContactAt) return 'never heard'
  const behind = health.appliedIndex === null ? undefined : Math.max(0, head - health.appliedIndex)
  const lag = behind === undefined ? '' : behind === 0 ? ', up to date' : `, ${behind} events behind`
  return `last heard ${health.lastContactAt.slice(0, 19).replace('T', ' ')}${lag}`
}

async function decisionsAbout(pages: Pages, id: InstanceId): Promise<TrustDecision[]> {
  const decisions: TrustDecision[] = []
  for (const { record } of await readTrustRecords(pages.db)) {
    const { body } = FeedEvent.parse(decodeRecord(record, RECORD_TYPES.event).json)
    if (body.kind === 'trust' && body.decision.instance === id) decisions.push(body.decision)
  }
  return decisions.reverse()
}
