import type { Account } from '@truss/contracts/accounts'
import type { Instance } from '@truss/contracts/instances'
import { CommentView, DesignPage } from '@truss/contracts/views'
import { ago, type SampleInstances, type SamplePeople } from './sample-people.ts'

const HOUR = 3600
const DAY = 24 * HOUR
export const base32 = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z2-7]/g, '')
    .padEnd(52, 'a')
    .slice(0, 52)
export const oid = (n: number) => n.toString(16).padStart(40, 'c0ffee')

interface Sketch {
  owner: Account
  slug: string
  title: string
  summary: string
  kind: string
  licence: string | null
  tags: string[]
  host: Instance
  counts: [likes: number, comments: number, derivatives: number]
  copy?: 'verified' | 'as-of' | 'refused' | 'absent'
  age?: number
  parents?: number
}

export function sampleDesigns(people: SamplePeople, { oak, birch }: SampleInstances): DesignPage[] {
  const { mara, otto, ines, bob } = people
  const sketches: Sketch[] = [
    {
      owner: mara,
      slug: 'spool-holder',
      title: 'Spool holder for 2020 extrusion',
      summary:
        'Carries a 1 kg spool beside the frame. Prints flat without supports, runs on one 608 bearing.',
      kind: 'printed',
      licence: 'CERN-OHL-S-2.0',
      tags: ['printer', '2020', 'bearing'],
      host: oak,
      counts: [412, 3, 14],
    },
    {
      owner: ines,
      slug: 'planetary-drive',
      title: 'Planetary drive 1:3.7',
      summary: 'Herringbone teeth, prints in one go.',
      kind: 'printed',
      licence: 'CC-BY-SA-4.0',
      tags: ['gear', 'drive'],
      host: birch,
      counts: [894, 48, 9],
      age: 3,
    },
    {
      owner: otto,
      slug: 'clamp-2020',
      title: '2020 clamp, M5',
      summary: 'Holds anything to a profile.',
      kind: 'printed',
      licence: 'CERN-OHL-P-2.0',
      tags: ['2020', 'clamp'],
      host: oak,
      counts: [266, 19, 23],
    },
    {
      owner: bob,
      slug: 'sensor-enclosure',
      title: 'Sensor enclosure, snap vents',
      summary: 'A box with a lid that closes without screws.',
      kind: 'printed',
      licence: 'MIT',
      tags: ['box', 'sensor'],
      host: birch,
      counts: [151, 12, 3],
      copy: 'as-of',
      age: 2 * HOUR,
    },
    {
      owner: ines,
      slug: 'split-keyboard',
      title: 'Split keyboard, 15 keys',
      summary: 'Hot-swap sockets, two layers.',
      kind: 'board',
      licence: 'CERN-OHL-S-2.0',
      tags: ['keyboard'],
      host: birch,
      counts: [2310, 204, 67],
    },
    {
      owner: mara,
      slug: 'gate-hinge',
      title: 'Gate hinge with a 3 mm pin',
      summary: 'Print in place, opens to 180°.',
      kind: 'printed',
      licence: 'CC0-1.0',
      tags: ['hinge', 'print-in-place'],
      host: oak,
      counts: [77, 1, 5],
    },
    {
      owner: otto,
      slug: 'drawer',
      title: 'Drawer from one sheet',
      summary: 'Finger joints for 4 mm plywood.',
      kind: 'lasercut',
      licence: 'CC-BY-4.0',
      tags: ['drawer', 'plywood'],
      host: oak,
      counts: [58, 6, 0],
    },
    {
      owner: bob,
      slug: 'soft-jaws',
      title: 'Soft jaws for a 100 mm vise',
      summary: 'Milled from aluminium.',
      kind: 'machined',
      licence: null,
      tags: ['vise'],
      host: birch,
      counts: [203, 0, 29],
      copy: 'absent',
    },
    {
      owner: bob,
      slug: 'hose-barb',
      title: 'Hose barb, G¼ to 10 mm',
      summary: 'Watertight at 0.2 mm layers.',
      kind: 'printed',
      licence: 'CC-BY-4.0',
      tags: ['hose'],
      host: birch,
      counts: [129, 2, 32],
      copy: 'refused',
    },
    {
      owner: mara,
      slug: 'geared-spool',
      title: 'Motorised spool holder',
      summary: 'Drives the spool backwards on retraction.',
      kind: 'printed',
      licence: 'CERN-OHL-S-2.0',
      tags: ['printer', 'gear'],
      host: oak,
      counts: [9, 0, 0],
      parents: 2,
    },
  ]
  return sketches.map((sketch, at) => toPage(sketch, at))
}

function toPage(sketch: Sketch, at: number): DesignPage {
  const { owner, host, copy = 'verified', age = 5, counts } = sketch
  const epoch = 1
  const seq = 41 - at
  const shown = copy === 'verified' || copy === 'as-of'
  return DesignPage.parse({
    design: {
      id: base32(`${owner.handle}${sketch.slug}`),
      owner: owner.id,
      ownerHandle: owner.handle,
      slug: sketch.slug,
      details: {
        title: sketch.title,
        summary: sketch.summary,
        kind: sketch.kind,
        licence: sketch.licence,
        tags: sketch.tags,
      },
      createdAt: ago((at + 2) * 9 * DAY),
      host: host.id,
      epoch,
      head: { epoch, seq, digest: 'a'.repeat(64), record: 'b'.repeat(64), at: ago(age) },
    },
    hostName: host.name,
    likes: counts[0],
    comments: counts[1],
    derivatives: counts[2],
    copy: {
      verdict: copy,
      host: host.name === 'oak',
      epoch: shown ? epoch : null,
      seq: shown ? seq : null,
      asOf: shown ? ago(age) : null,
      reason: copy === 'refused' ? 'files differ from the signed state' : null,
    },
    still: shown ? `/-/stills/${sketch.slug}` : null,
    owner,
    hostUrl: host.baseUrl,
    holders: [
      {
        instance: host.id,
        name: host.name,
        baseUrl: host.baseUrl,
        host: true,
        seq,
        current: true,
        at: ago(age),
      },
    ],
    liked: at === 1,
    mayEdit: false,
    commits: shown ? 23 : null,
    parents: sketch.parents ?? 0,
  })
}

export function sampleComments(design: DesignPage, people: SamplePeople): CommentView[] {
  const comment = (author: Account, n: number, text: string) =>
    CommentView.parse({
      comment: {
        id: `c${base32(`${author.handle}comment${'abcdefg'[n]}`).slice(0, 25)}`,
        design: design.design.id,
        author: author.id,
        text,
        at: ago((n + 1) * 7 * HOUR),
      },
      author,
      mayRemove: author.handle === 'mara',
    })
  return [
    comment(
      people.otto,
      3,
      'Printed it in PETG, **0.2 mm**, no supports. The bearing seat is tight: 22.1 mm would be kinder.',
    ),
    comment(people.ines, 2, 'Does it carry a 2 kg spool? See <script>alert(1)</script> `bracket.scad`.'),
    comment(people.mara, 1, 'Two of them do. One bends by 1 mm, so I would not.'),
  ]
}
