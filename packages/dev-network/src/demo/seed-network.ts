import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { InstanceSettings } from '@truss/cli/instance/instance-settings'
import type { Client } from '@truss/client/client'
import { isProblem } from '@truss/client/problem-error'
import type { DesignDetails } from '@truss/contracts/designs'
import type { InstanceName } from '@truss/contracts/ids'
import {
  createDesign,
  forkDesign,
  getDesign,
  likeDesign,
  remixDesigns,
  searchDesigns,
} from '@truss/contracts/instance-routes'
import { Slug } from '@truss/contracts/names'
import { importBundle } from '@truss/git/import-bundle'
import { provisionAccount, provisionLevel, provisionToken } from '@truss/registry/provision'
import { buildStarterDerivatives, buildStarterDesigns } from '../starter-designs/build-starter-designs.ts'
import { BUNDLE_DETAILS } from './bundle-details.ts'
import { instanceAccess } from './instance-access.ts'
import { INSTANCES, PEOPLE, type Person } from './people.ts'
import type { Progress } from './progress.ts'
import { buildCommits, fetchInto, push, pushRefs, scratchRepository } from './push-history.ts'
import type { ReadyFile } from './ready-file.ts'
import { readSeedState, type SeedState, writeSeedState } from './seed-state.ts'

export interface Seeded {
  readonly levels: Readonly<Record<string, string>>
  readonly people: ReadyFile['people']
  readonly designs: ReadyFile['designs']
}

export interface SeedInput {
  readonly registryUrl: string
  readonly registryDatabase: string
  readonly instances: readonly InstanceSettings[]
  readonly dataDir: string
  readonly designsDir: string | undefined
  /** Ends the seeding between two designs; the next run goes on there. */
  readonly stop: AbortSignal
}

const MAX_BUNDLE_BYTES = 1024 ** 3
/** Histories have the same dates every time. */
const FIRST_COMMIT = new Date('2026-03-02T09:00:00.000Z')

/** Who makes which starter design; the fork and the remix cross instances. */
const MAKERS: Readonly<Record<string, Person['handle']>> = {
  'gate-hinge': 'rune',
  'sensor-box': 'kite',
  'planetary-drive': 'kite',
  'spool-holder': 'mara',
  'shelf-bracket': 'kite',
  '2020-clamp': 'rune',
  'cable-comb': 'mara',
  'drawer-sheet': 'kite',
  'gate-hinge-wide': 'kite',
  'hinged-sensor-box': 'mara',
}

/** Makes people, levels, tokens and designs that are not there yet. Safe to run again after it was cut short. */
export async function seedNetwork(input: SeedInput, progress: Progress): Promise<Seeded> {
  const state = await readSeedState(input.dataDir)
  const levels = await progress.step('Opening accounts and granting rights', () => seedPeople(input, state))
  const seeder = await createSeeder(input, state)
  await progress.step('Making starter designs', () => seeder.starters(progress))
  if (input.designsDir !== undefined) {
    const folder = input.designsDir
    await progress.step(`Importing the bundles of ${folder}`, () => seeder.bundles(folder, progress))
  }
  const designs = await seeder.list()
  return {
    levels,
    people: PEOPLE.map(({ handle, password, operator, home }) => ({
      ...{ handle, password, operator, home },
      tokens: state.tokens[handle] ?? {},
    })),
    designs,
  }
}

async function seedPeople(input: SeedInput, state: SeedState): Promise<Record<string, string>> {
  const { registryDatabase } = input
  const name = (text: string) => text as InstanceName
  for (const { handle, displayName, password, operator } of PEOPLE.filter((person) => person.operator)) {
    await provisionAccount(registryDatabase, { handle, displayName, password, operator, home: null })
  }
  const operator = PEOPLE.find((person) => person.operator)
  if (!operator) throw new Error('the demo has an operator')
  for (const { name: instance, level } of INSTANCES) {
    if (level === 'mirror') continue
    await provisionLevel(registryDatabase, {
      operatorHandle: operator.handle,
      instance: name(instance),
      level,
      reason: 'part of the demo network',
    })
  }
  for (const person of PEOPLE) {
    const { handle, displayName, password, operator, home } = person
    await provisionAccount(registryDatabase, { handle, displayName, password, operator, home: name(home) })
    const tokens = { ...state.tokens[handle] }
    for (const { name: instance } of INSTANCES) {
      tokens[instance] ??= await provisionToken(registryDatabase, {
        handle,
        instance: name(instance),
        scopes: ['read', 'push'],
        label: 'demo',
        days: null,
      })
    }
    state.tokens[handle] = tokens
    await writeSeedState(input.dataDir, state)
  }
  return Object.fromEntries(INSTANCES.map(({ name, level }) => [name, level]))
}

async function createSeeder(input: SeedInput, state: SeedState) {
  const settingsOf = (name: string) => {
    const found = input.instances.find((instance) => instance.name === name)
    if (!found) throw new Error(`no instance ${name}`)
    return found
  }
  const clients = new Map<string, Promise<Client>>()
  /** The API of a person's home, signed in. */
  const home = (person: Person): Promise<Client> => {
    const known = clients.get(person.handle)
    if (known) return known
    const made = (async () => {
      const access = await instanceAccess(settingsOf(person.home))
      const { session } = await access.signIn(person)
      return access.as(session)
    })()
    clients.set(person.handle, made)
    return made
  }
  const maker = (slug: string): Person => {
    const person = PEOPLE.find(({ handle }) => handle === MAKERS[slug])
    if (!person) throw new Error(`nobody makes ${slug}`)
    return person
  }
  const target = (person: Person, slug: string) => ({
    url: `${settingsOf(person.home).baseUrl}/${person.handle}/${slug}.git`,
    token: state.tokens[person.handle]?.[person.home] ?? '',
    author: { name: person.displayName, email: `${person.handle}@users.truss.invalid` },
  })

  /** Runs the making of a design once, also over restarts; one that was cut short is completed by pushing again. */
  async function once(person: Person, slug: string, make: (api: Client) => Promise<void>): Promise<void> {
    input.stop.throwIfAborted()
    const key = `${person.handle}/${slug}`
    if (state.done.includes(key)) return
    await make(await home(person))
    state.done.push(key)
    await writeSeedState(input.dataDir, state)
  }

  async function exists(api: Client, person: Person, slug: string): Promise<boolean> {
    try {
      await api.call(getDesign, { params: { owner: person.handle, slug } })
      return true
    } catch (error) {
      if (isProblem(error, 'design-not-found')) return false
      throw error
    }
  }

  async function starters(progress: Progress): Promise<void> {
    const slugs = Object.keys(MAKERS).filter((slug) => !state.done.includes(`${maker(slug).handle}/${slug}`))
    if (slugs.length === 0) return
    const designs = await buildStarterDesigns()
    for (const [index, design] of designs.entries()) {
      const person = maker(design.slug)
      await once(person, design.slug, async (api) => {
        progress.note(`${person.handle}/${design.slug}`)
        await openEmpty(api, person, design.slug, detailsOf(design))
        await using scratch = await scratchRepository()
        const to = target(person, design.slug)
        const start = await fetchInto(scratch.gitDir, to.url)
        const when = new Date(FIRST_COMMIT.getTime() + index * 86_400_000)
        await pushRefs(
          scratch.gitDir,
          await buildCommits(scratch.gitDir, design.commits, { author: to.author, when, start }),
          to,
        )
      })
    }
    for (const [index, design] of (await buildStarterDerivatives()).entries()) {
      const person = maker(design.slug)
      await once(person, design.slug, async (api) => {
        progress.note(`${person.handle}/${design.slug}`)
        if (!(await exists(api, person, design.slug))) await derive(api, design)
        await using scratch = await scratchRepository()
        const to = target(person, design.slug)
        const start = await fetchInto(scratch.gitDir, to.url)
        const when = new Date(FIRST_COMMIT.getTime() + (20 + index) * 86_400_000)
        await pushRefs(
          scratch.gitDir,
          await buildCommits(scratch.gitDir, design.commits, { author: to.author, when, start }),
          to,
        )
      })
    }
    await likes()
  }

  async function derive(
    api: Client,
    design: Awaited<ReturnType<typeof buildStarterDerivatives>>[number],
  ): Promise<void> {
    const [parent] = design.parents
    if (!parent) throw new Error(`${design.slug} has no parent`)
    const slug = Slug.parse(design.slug)
    if (parent.relation === 'fork') {
      const params = { owner: maker(parent.slug).handle, slug: parent.slug }
      await api.call(forkDesign, { params, body: { slug, title: design.title } })
      return
    }
    await api.call(remixDesigns, {
      body: {
        slug,
        details: detailsOf(design),
        parents: design.parents.map((one) => ({
          owner: maker(one.slug).handle,
          slug: one.slug,
          revision: one.tag,
          folder: one.folder ?? one.slug,
        })),
      },
    })
  }

  /** Some taste, so that lists have an order. */
  async function likes(): Promise<void> {
    for (const [slug, handles] of Object.entries({
      'gate-hinge': ['mara', 'kite'],
      'planetary-drive': ['mara', 'rune'],
      'sensor-box': ['rune'],
    })) {
      for (const handle of handles) {
        const person = PEOPLE.find((one) => one.handle === handle)
        if (!person) continue
        const api = await home(person)
        await api.call(likeDesign, { params: { owner: maker(slug).handle, slug } })
      }
    }
  }

  async function openEmpty(api: Client, person: Person, slug: string, details: DesignDetails): Promise<void> {
    if (await exists(api, person, slug)) return
    await api.call(createDesign, { body: { slug: Slug.parse(slug), details, empty: true } })
  }

  async function bundles(folder: string, progress: Progress): Promise<void> {
    const [person] = PEOPLE
    const files = (await readdir(folder)).filter((name) => name.endsWith('.bundle')).sort()
    if (files.length === 0) progress.note(`there is no .bundle in ${folder}`)
    for (const file of files) {
      const slug = basename(file, '.bundle')
      if (!Slug.safeParse(slug).success) {
        progress.note(`${file} is passed over: its name cannot be a design's`)
        continue
      }
      await once(person, slug, async (api) => {
        progress.note(`${person.handle}/${slug}`)
        const details = BUNDLE_DETAILS[slug] ?? {
          title: slug,
          summary: `Imported from ${file}.`,
          kind: 'other',
          licence: null,
          tags: [],
        }
        await openEmpty(api, person, slug, details)
        await using scratch = await scratchRepository()
        await importBundle(scratch.gitDir, join(folder, file), { maxBytes: MAX_BUNDLE_BYTES })
        await push(scratch.gitDir, target(person, slug), '+refs/*:refs/*')
      })
    }
  }

  async function list(): Promise<ReadyFile['designs']> {
    const [person] = PEOPLE
    const api = await home(person)
    const designs: ReadyFile['designs'][number][] = []
    for (let page = 1, pages = 1; page <= pages; page++) {
      const found = await api.call(searchDesigns, { query: { sort: 'new', page } })
      pages = found.pages
      for (const { design, hostName } of found.items) {
        designs.push({ owner: design.ownerHandle, slug: design.slug, id: design.id, host: hostName })
      }
    }
    return designs
  }

  return { starters, bundles, list }
}

function detailsOf(design: {
  title: string
  summary: string
  kind: string
  licence: string
  tags: readonly string[]
}): DesignDetails {
  const { title, summary, licence, tags } = design
  return { title, summary, kind: design.kind as DesignDetails['kind'], licence, tags: [...tags] }
}
