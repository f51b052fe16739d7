import type { RefSummary } from '@truss/contracts/designs'
import { ButtonLink } from '@truss/ui/button-link'
import { Chip } from '@truss/ui/chip'
import { EmptyState } from '@truss/ui/empty-state'
import { Plate } from '@truss/ui/plate'
import { RelativeTime } from '@truss/ui/relative-time'
import { Download, GitBranch, TagIcon } from 'lucide-react'
import type { Metadata } from 'next'
import { CopyNote, NotHere } from '../../../../components/design/copy-note.tsx'
import { DesignFrame } from '../../../../components/design/design-frame.tsx'
import {
  type Address,
  commitHref,
  designHref,
  filesHref,
  historyHref,
  zipHref,
} from '../../../../components/design/design-paths.ts'
import { branchesInOrder, newestFirst } from '../../../../components/design/ref-order.ts'
import { tabMetadata } from '../../../../components/design/tab-pages.ts'
import { addressOf, getDesign, getRefs } from '../../../../server/design-content.ts'

interface Props {
  params: Promise<{ owner: string; slug: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const address = await addressOf(params)
  const { design } = await getDesign(address)
  return tabMetadata('Variants and releases', { title: design.details.title, address }, 'variants')
}

export default async function VariantsPage({ params }: Props) {
  const address = await addressOf(params)
  const [page, answer] = await Promise.all([getDesign(address), getRefs(address)])
  return (
    <DesignFrame page={page} tab="variants">
      {answer.kind === 'not-here' ? (
        <NotHere page={page} tail="variants" reason={answer.reason} />
      ) : answer.kind === 'missing' || answer.value.branches.length + answer.value.tags.length === 0 ? (
        <EmptyState title="No variants yet">
          <p>The first push makes one.</p>
        </EmptyState>
      ) : (
        <div className="stack gap-5">
          <CopyNote page={page} tail="variants" />
          <Plate
            flush
            title="Variants"
            titleId="variants"
            aside={<span className="text-xs text-ink-3">branches of git</span>}
          >
            <Refs
              address={address}
              refs={branchesInOrder(answer.value)}
              sign="branch"
              head={answer.value.head}
            />
          </Plate>
          <Plate
            flush
            title="Releases"
            titleId="releases"
            aside={<span className="text-xs text-ink-3">tags of git</span>}
          >
            {answer.value.tags.length === 0 ? (
              <p className="px-4 py-3 text-s text-ink-2">
                No releases yet. A tag makes one: <code>git tag v1.0.0 && git push origin v1.0.0</code>
              </p>
            ) : (
              <Refs address={address} refs={newestFirst(answer.value.tags)} sign="tag" head="" />
            )}
          </Plate>
        </div>
      )}
    </DesignFrame>
  )
}

interface RefsProps {
  address: Address
  refs: readonly RefSummary[]
  sign: 'branch' | 'tag'
  head: string
}

function Refs({ address, refs, sign, head }: RefsProps) {
  const Icon = sign === 'branch' ? GitBranch : TagIcon
  return (
    <ul>
      {refs.map((ref) => (
        <li
          key={ref.name}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2 text-s leading-snug first:border-t-0"
        >
          <Icon className="icon text-ink-3" aria-hidden="true" />
          <div className="min-w-menu flex-1">
            <p className="flex flex-wrap items-center gap-2">
              <a
                className="font-medium break-all"
                href={`${designHref(address)}?at=${encodeURIComponent(ref.short)}`}
              >
                {ref.short}
              </a>
              {ref.name === head ? <Chip>shown first</Chip> : null}
            </p>
            <p className="text-xs text-ink-3">
              {ref.subject ? `${ref.subject}, ` : null}
              {ref.at ? <RelativeTime at={ref.at} /> : null}{' '}
              <a
                className="font-mono"
                href={commitHref(address, ref.commit)}
                aria-label={`Version ${ref.commit.slice(0, 7)}`}
              >
                {ref.commit.slice(0, 7)}
              </a>
            </p>
          </div>
          <span className="flex flex-wrap gap-1">
            <ButtonLink variant="bare" href={filesHref(address, '', ref.short)}>
              Files<span className="vh"> of {ref.short}</span>
            </ButtonLink>
            <ButtonLink variant="bare" href={historyHref(address, { at: ref.short })}>
              History<span className="vh"> of {ref.short}</span>
            </ButtonLink>
            <ButtonLink variant="bare" href={zipHref(address, ref.short)} rel="nofollow">
              <Download className="icon" aria-hidden="true" />
              Zip<span className="vh"> of {ref.short}</span>
            </ButtonLink>
          </span>
        </li>
      ))}
    </ul>
  )
}
