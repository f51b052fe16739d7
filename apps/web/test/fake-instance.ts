import type { Server } from 'node:http'
import {
  createSession,
  deleteSession,
  extendSession,
  getSignIn,
  INTERNAL_API,
  putSignIn,
  readSession,
  type Session,
} from '@truss/contracts/instance-internal-routes'
import * as api from '@truss/contracts/instance-routes'
import type { DesignPage } from '@truss/contracts/views'
import { fakeContent } from './fake-content.ts'
import { answerRoute, FakeProblem, fake, listen, passOn } from './fake-server.ts'
import { base32, oid, sampleComments, sampleDesigns } from './sample-designs.ts'
import { ago, HEAD, sampleInstances, samplePeople, sampleRows, viewerOf } from './sample-people.ts'
import { sampleStill } from './sample-still.ts'

export interface FakeOptions {
  /** Browsers come here. */
  port: number
  /** Where the pages listen; everything else is passed on to them. */
  webPort: number
  secret: string
  registryUrl: string
  /** Which of the sample's instances this is; `reed` is a mirror. */
  as?: 'oak' | 'reed'
  /** Writes are refused as if the registry were down. */
  registryDown?: boolean
}

/** Sessions that are always there, one for each person of the sample. */
export const sampleSession = (handle: string): string => `sample-session-of-${handle}`

/** An instance that only pretends: real contracts, sample data, nothing kept. Stands in for the gateway. */
export async function startFakeInstance(options: FakeOptions): Promise<Server> {
  const instances = sampleInstances(`http://127.0.0.1:${options.port}`)
  const people = samplePeople(instances)
  const here = instances[options.as ?? 'oak']
  const designs = sampleDesigns(people, instances)
  const comments = new Map(designs.map((one) => [one.design.id, sampleComments(one, people)]))
  const sessions = new Map<string, Session>()
  for (const { handle, displayName, id } of Object.values(people)) {
    const session = sampleSession(handle)
    sessions.set(session, { id: session, account: id, handle, displayName, expiresAt: ago(-86_400) })
  }
  let head = HEAD

  const personOf = (session: string | undefined) =>
    Object.values(people).find((one) => one.id === sessions.get(session ?? '')?.account)
  const writer = (session: string | undefined) => {
    const person = personOf(session)
    if (!person) throw new FakeProblem(401, 'unauthenticated', 'sign in first')
    if (options.registryDown) throw new FakeProblem(503, 'registry-down', 'the registry does not answer')
    return person
  }
  const written = () => {
    head += 1
    return { index: head, applied: true } as ReturnType<typeof api.likeDesign.response.parse>
  }
  const find = ({ owner, slug }: { owner: string; slug: string }, session?: string): DesignPage => {
    const design = designs.find((one) => one.design.ownerHandle === owner && one.design.slug === slug)
    if (!design) throw new FakeProblem(404, 'design-not-found', 'there is no such design')
    const person = personOf(session)
    return { ...design, mayEdit: person?.id === design.owner.id && here.id === design.design.host }
  }
  const makeDesign = (session: string | undefined, slug: string) => {
    const person = writer(session)
    if (designs.some((one) => one.owner.id === person.id && one.design.slug === slug)) {
      throw new FakeProblem(409, 'name-taken', 'the name is taken')
    }
    return { ...written(), owner: person.handle, slug, commit: null }
  }

  const routes = [
    fake(api.getInstance, () => ({
      instance: here,
      registryUrl: options.registryUrl,
      appliedIndex: HEAD as never,
      headIndex: head as never,
      registryHeardAt: ago(2),
      counts: { designs: designs.length, instances: Object.keys(instances).length },
    })),
    fake(api.listInstances, () => ({ instances: sampleRows(instances), headIndex: HEAD as never })),
    fake(api.getViewer, ({ session }) => {
      const person = personOf(session)
      return { viewer: person ? viewerOf(person, instances, here) : null }
    }),
    fake(api.searchDesigns, ({ query }) => search(designs, query)),
    fake(api.getDesign, ({ params, session }) => find(params, session)),
    fake(api.getPerson, ({ params }) => {
      const account = Object.values(people).find((one) => one.handle === params.handle)
      if (!account) throw new FakeProblem(404, 'account-not-found', 'there is nobody of this name')
      const home = Object.values(instances).find((one) => one.id === account.home)
      return {
        account,
        homeName: home?.name ?? null,
        homeUrl: home?.baseUrl ?? null,
        designs: designs.filter((one) => one.owner.id === account.id),
        likes: account.handle === 'mara' ? designs.slice(1, 5) : [],
      }
    }),
    fake(api.listComments, ({ params, session }) => ({
      comments: (comments.get(find(params).design.id) ?? []).map((one) => ({
        ...one,
        mayRemove: personOf(session)?.id === one.author.id,
      })),
    })),
    fake(api.commentOnDesign, ({ params, body, session }) => {
      const author = writer(session)
      const design = find(params).design.id
      const list = comments.get(design) ?? []
      const id = `c${base32(`new${'abcdefghijklmnop'[head % 16]}`).slice(0, 25)}`
      list.push({
        comment: { id: id as never, design, author: author.id, text: body.text, at: ago(0) },
        author,
        mayRemove: true,
      })
      return written()
    }),
    fake(api.removeComment, ({ params, session }) => {
      writer(session)
      const design = find(params).design.id
      comments.set(
        design,
        (comments.get(design) ?? []).filter((one) => one.comment.id !== params.comment),
      )
      return written()
    }),
    ...([api.likeDesign, api.unlikeDesign] as const).map((route) =>
      fake(route, ({ params, session }) => {
        writer(session)
        const liked = route.method === 'PUT'
        const design = designs.find((one) => one.design.id === find(params).design.id)
        if (design && design.liked !== liked) {
          design.liked = liked
          design.likes += liked ? 1 : -1
        }
        return written()
      }),
    ),
    fake(api.createDesign, ({ body, session }) => makeDesign(session, body.slug)),
    fake(api.forkDesign, ({ body, session }) => makeDesign(session, body.slug)),
    fake(api.remixDesigns, ({ body, session }) => makeDesign(session, body.slug)),
    fake(api.editDesign, ({ params, body, session }) => {
      writer(session)
      const design = designs.find((one) => one.design.id === find(params).design.id)
      if (design) design.design.details = body
      return written()
    }),
    ...fakeContent(find, oid),
  ]

  const internal = [
    fake(putSignIn, () => ({})),
    fake(getSignIn, ({ params }) => {
      const person = Object.values(people).find((one) => one.id === params.account)
      return { signIn: person ? { handle: person.handle, displayName: person.displayName } : null }
    }),
    fake(createSession, ({ body }) => {
      const person = Object.values(people).find((one) => one.id === body.account)
      if (!person) throw new FakeProblem(404, 'account-not-found', 'nobody signed in')
      const session = { ...body, handle: person.handle, displayName: person.displayName }
      sessions.set(body.id, session)
      return { session }
    }),
    fake(readSession, ({ body }) => ({ session: sessions.get(body.id) ?? null })),
    fake(extendSession, ({ body }) => ({ session: sessions.get(body.id) ?? null })),
    fake(deleteSession, ({ body }) => {
      sessions.delete(body.id)
      return {}
    }),
  ]

  return listen(options.port, async (request, response) => {
    const path = request.url ?? '/'
    const still = /^\/-\/stills\/([\w-]+)\/\d+-(light|dark)\.webp/.exec(path)
    if (still) {
      response.writeHead(200, { 'content-type': 'image/svg+xml' })
      response.end(sampleStill(still[1] ?? '', still[2] === 'dark'))
      return
    }
    const isInternal = path.startsWith(INTERNAL_API)
    if (isInternal && request.headers.authorization !== `Bearer ${options.secret}`) {
      response.writeHead(403).end()
      return
    }
    if (await answerRoute(internal, INTERNAL_API, request, response)) return
    if (await answerRoute(routes, api.INSTANCE_API, request, response)) return
    passOn(options.webPort, request, response)
  })
}

type Query = NonNullable<ReturnType<typeof api.searchDesigns.query.parse>>

function search(designs: DesignPage[], query: Query) {
  const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const items = designs.filter(({ design: { details, ownerHandle }, hostName }) => {
    const text = [details.title, details.summary, ownerHandle, ...details.tags].join(' ').toLowerCase()
    return (
      words.every((word) => text.includes(word)) &&
      (!query.kind?.length || query.kind.includes(details.kind)) &&
      (!query.licence?.length || query.licence.includes(details.licence ?? '')) &&
      (!query.tag?.length || query.tag.every((tag) => details.tags.includes(tag))) &&
      (!query.host || query.host === hostName)
    )
  })
  const facet = (of: (one: DesignPage) => string | string[]) => {
    const counts = new Map<string, number>()
    for (const value of items.flatMap(of)) counts.set(value, (counts.get(value) ?? 0) + 1)
    return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count)
  }
  return {
    items,
    total: items.length,
    page: query.page ?? 1,
    pages: items.length > 8 ? 3 : 1,
    facets: {
      kind: facet((one) => [one.design.details.kind]),
      licence: facet((one) => one.design.details.licence ?? []),
      host: facet((one) => [one.hostName]),
      tag: facet((one) => one.design.details.tags),
    },
  }
}
