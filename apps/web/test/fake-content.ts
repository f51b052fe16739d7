import * as api from '@truss/contracts/instance-routes'
import type { DesignPage } from '@truss/contracts/views'
import { FakeProblem, type FakeRoute, fake } from './fake-server.ts'
import { ago } from './sample-people.ts'

const README = `# Spool holder

Carries a 1 kg spool beside the frame. See [the bill of materials](docs/bom.md).

![The holder on a frame](docs/frame.png)

| part | file | time |
|---|---|--:|
| bracket | \`bracket.stl\` | 2 h 10 min |
| nut | \`nut.stl\` | 35 min |

1. Print flat, 0.2 mm, no supports.
2. Press in the 608 bearing.

<script>alert('never')</script>
`

type Find = (address: { owner: string; slug: string }, session?: string) => DesignPage

/** What lies in the repository of every sample design: the same few files. */
export function fakeContent(find: Find, oid: (n: number) => string): FakeRoute[] {
  const revision = { commit: oid(1) as never, ref: 'refs/heads/main' as never }
  const open = (address: { owner: string; slug: string }) => {
    const design = find(address)
    if (design.commits === null) throw new FakeProblem(404, 'copy-not-here', 'there is no copy here')
    return design
  }
  const last = { oid: oid(1) as never, subject: 'Widen the bearing seat', at: ago(7200) }
  const entry = (name: string, kind: 'blob' | 'tree', size: number | null, n: number) => ({
    name,
    path: name,
    kind,
    oid: oid(100 + n) as never,
    size,
    last,
  })
  const person = (name: string, seconds: number) => ({
    name,
    email: `${name}@mail.example`,
    at: ago(seconds),
  })
  const commits = ['Widen the bearing seat', 'Add a nut', 'First version'].map((subject, at) => ({
    oid: oid(at + 1) as never,
    parents: at < 2 ? [oid(at + 2) as never] : [],
    author: person('mara', 7200 + at * 200_000),
    committer: person('mara', 7200 + at * 200_000),
    subject,
    body: at === 0 ? 'A 608 is 22 mm wide, and PETG shrinks.\n' : '',
  }))
  const file = (path: string, kind: 'mesh' | 'markdown' | 'text', text: string | null) => ({
    revision,
    path,
    oid: oid(101) as never,
    size: text?.length ?? 684_284,
    kind,
    text,
    hasStill: kind === 'mesh',
  })
  const ref = (name: string, n: number, subject: string) => ({
    name: name as never,
    short: name.replace(/^refs\/(?:heads|tags)\//, ''),
    oid: oid(n) as never,
    commit: oid(n) as never,
    at: ago(7200),
    subject,
  })
  return [
    fake(api.getReadme, ({ params }) => {
      open(params)
      return { path: 'README.md', text: README }
    }),
    fake(api.getRefs, ({ params }) => {
      open(params)
      return {
        head: 'refs/heads/main' as never,
        branches: [
          ref('refs/heads/main', 1, 'Widen the bearing seat'),
          ref('refs/heads/4040', 2, 'For 4040 extrusion'),
        ],
        tags: [ref('refs/tags/v1.2.0', 1, '1.2.0')],
      }
    }),
    fake(api.getTree, ({ params, query }) => {
      open(params)
      const entries = [
        entry('docs', 'tree', null, 1),
        entry('README.md', 'blob', README.length, 2),
        entry('bracket.stl', 'blob', 684_284, 3),
        entry('bracket.scad', 'blob', 2310, 4),
        entry('LICENSE', 'blob', 18_000, 5),
      ]
      return { revision, path: query.path, entries, truncated: false }
    }),
    fake(api.getShowcase, ({ params }) => {
      open(params)
      const { text: _text, ...mesh } = file('bracket.stl', 'mesh', null)
      return { files: [mesh, { ...mesh, path: 'nut.stl' }] }
    }),
    fake(api.getFile, ({ params, query }) => {
      open(params)
      if (query.path.endsWith('.stl')) return file(query.path, 'mesh', null)
      if (query.path.endsWith('.md')) return file(query.path, 'markdown', README)
      if (query.path === 'bracket.scad') return file(query.path, 'text', 'wall = 3;\ncube([40, 20, wall]);\n')
      throw new FakeProblem(404, 'path-not-found', `there is no ${query.path}`)
    }),
    fake(api.listCommits, ({ params }) => {
      open(params)
      return { revision, commits, next: null, total: commits.length }
    }),
    fake(api.getCommit, ({ params }) => {
      open(params)
      const commit = commits.find((one) => one.oid === params.oid)
      if (!commit) throw new FakeProblem(404, 'commit-not-found', 'there is no such commit')
      const line = (kind: ' ' | '+' | '-', text: string, oldLine: number | null, newLine: number | null) => ({
        kind,
        text,
        oldLine,
        newLine,
      })
      return {
        commit,
        truncated: false,
        files: [
          {
            status: 'modified' as const,
            oldPath: 'bracket.scad',
            newPath: 'bracket.scad',
            oldOid: oid(201) as never,
            newOid: oid(202) as never,
            binary: false,
            additions: 1,
            deletions: 1,
            hunks: [
              {
                oldStart: 1,
                oldLines: 2,
                newStart: 1,
                newLines: 2,
                heading: '',
                lines: [
                  line('-', 'seat = 22.0;', 1, null),
                  line('+', 'seat = 22.1;', null, 1),
                  line(' ', 'cube([40, 20, wall]);', 2, 2),
                ],
              },
            ],
          },
        ],
      }
    }),
    fake(api.getLineage, ({ params }) => {
      const me = find(params)
      const node = (one: DesignPage, distance: number) => ({
        id: one.design.id,
        owner: one.design.ownerHandle,
        slug: one.design.slug,
        title: one.design.details.title,
        licence: one.design.details.licence,
        hostName: one.hostName,
        distance,
      })
      if (me.parents === 0) return { root: me.design.id, nodes: [node(me, 0)], edges: [], truncated: false }
      const parents = [
        find({ owner: 'mara', slug: 'spool-holder' }),
        find({ owner: 'ines', slug: 'planetary-drive' }),
      ]
      return {
        root: me.design.id,
        nodes: [node(me, 0), ...parents.map((one) => node(one, -1))],
        edges: parents.map((one, at) => ({
          parent: one.design.id,
          child: me.design.id,
          relation: 'remix' as const,
          commit: oid(at + 1) as never,
        })),
        truncated: false,
      }
    }),
  ]
}
