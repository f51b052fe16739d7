import { Avatar } from '@truss/ui/avatar'
import { Button } from '@truss/ui/button'
import { ButtonLink } from '@truss/ui/button-link'
import { Chip } from '@truss/ui/chip'
import { EmptyState } from '@truss/ui/empty-state'
import { RelativeTime } from '@truss/ui/relative-time'
import { TileGrid } from '@truss/ui/tile'
import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { signOut } from '../../actions/sign-out.ts'
import { DesignTile } from '../../components/tiles/design-tile.tsx'
import { webConfig } from '../../config.ts'
import { getPerson } from '../../server/designs.ts'
import { getViewer } from '../../server/viewer.ts'

interface Props {
  params: Promise<{ owner: string }>
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const page = await getPerson((await props.params).owner)
  return page ? { title: page.account.displayName || page.account.handle } : {}
}

export default async function PersonPage(props: Props) {
  const page = await getPerson((await props.params).owner)
  if (!page) notFound()
  const { account, homeName, homeUrl, designs, likes } = page
  const { instanceName } = webConfig()
  const me = (await getViewer())?.account.id === account.id
  return (
    <div className="stack gap-6">
      <div className="flex flex-wrap items-center gap-4">
        <Avatar name={account.displayName || account.handle} size="large" />
        <div className="stack flex-1 gap-1">
          <h1>{account.displayName || account.handle}</h1>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-s text-ink-2">
            <span>{account.handle}</span>
            <span>{homeWords(homeName, homeUrl, instanceName)}</span>
            <span>
              since <RelativeTime at={account.createdAt} />
            </span>
            {account.operator ? <Chip>operator of the registry</Chip> : null}
          </p>
        </div>
        {me ? (
          <div className="flex flex-wrap gap-2">
            <ButtonLink href="/new">
              <Plus className="icon" aria-hidden="true" />
              New design
            </ButtonLink>
            {/* The account menu needs script; this does not. */}
            <form action={signOut}>
              <Button type="submit" variant="bare">
                Sign out
              </Button>
            </form>
          </div>
        ) : null}
      </div>
      <section aria-labelledby="designs" className="stack gap-4">
        <h2 id="designs" className="border-b border-line pb-2">
          Designs <span className="font-normal text-ink-3">{designs.length}</span>
        </h2>
        {designs.length > 0 ? (
          <TileGrid>
            {designs.map((tile) => (
              <DesignTile key={tile.design.id} tile={tile} here={instanceName} />
            ))}
          </TileGrid>
        ) : (
          <EmptyState
            title={me ? 'You have published nothing yet' : `${account.handle} has published nothing yet`}
            action={me ? <ButtonLink href="/new">Make a design</ButtonLink> : null}
          />
        )}
      </section>
      {likes.length > 0 ? (
        <section aria-labelledby="likes" className="stack gap-4">
          <h2 id="likes" className="border-b border-line pb-2">
            Likes <span className="font-normal text-ink-3">{likes.length}</span>
          </h2>
          <TileGrid>
            {likes.map((tile) => (
              <DesignTile key={tile.design.id} tile={tile} here={instanceName} />
            ))}
          </TileGrid>
        </section>
      ) : null}
    </div>
  )
}

function homeWords(name: string | null, url: string | null, here: string) {
  if (name === null || url === null) return 'no home instance yet'
  if (name === here) return 'at home here'
  return (
    <>
      at home on{' '}
      <a className="link" href={url}>
        {name}
      </a>
    </>
  )
}
