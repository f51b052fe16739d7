import type { DesignTile as Design } from '@truss/contracts/views'
import { Chip } from '@truss/ui/chip'
import { numberWords } from '@truss/ui/number-words'
import { RelativeTime } from '@truss/ui/relative-time'
import { Still } from '@truss/ui/still'
import { Tile } from '@truss/ui/tile'
import { Clock, GitFork, Heart, MessageSquare, OctagonX } from 'lucide-react'

export interface DesignTileProps {
  tile: Design
  /** Name of this instance: a design that lies elsewhere names its host. */
  here: string
  level?: 2 | 3
}

/** A design on a list. Quiet when its copy is good, exact when it is not. */
export function DesignTile({ tile, here, level }: DesignTileProps) {
  const { design, copy } = tile
  const { ownerHandle, slug, details } = design
  return (
    <Tile
      href={`/${ownerHandle}/${slug}`}
      title={details.title}
      by={tile.hostName === here ? ownerHandle : `${ownerHandle} at ${tile.hostName}`}
      level={level}
      corner={<CopyCorner copy={copy} />}
      picture={
        <Still
          base={tile.still}
          alt=""
          sizes="(min-width: 62rem) 16rem, (min-width: 40rem) 33vw, 50vw"
          missing={missingWords(copy.verdict, tile.hostName)}
        />
      }
      facts={
        <>
          <span className="whitespace-nowrap">{details.licence ?? 'no licence'}</span>
          <span className="inline-flex gap-3">
            <Count icon={Heart} name="likes" value={tile.likes} />
            <Count icon={MessageSquare} name="comments" value={tile.comments} />
            <Count icon={GitFork} name="forks and remixes" value={tile.derivatives} />
          </span>
        </>
      }
    />
  )
}

function Count({ icon: Icon, name, value }: { icon: typeof Heart; name: string; value: number }) {
  if (value === 0) return null
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <Icon className="icon" aria-hidden="true" />
      <span className="vh">{name} </span>
      {numberWords(value)}
    </span>
  )
}

function CopyCorner({ copy }: { copy: Design['copy'] }) {
  if (copy.verdict === 'as-of') {
    return (
      <Chip tone="as-of">
        <Clock className="icon" aria-hidden="true" />
        as of {copy.asOf ? <RelativeTime at={copy.asOf} /> : 'an earlier state'}
      </Chip>
    )
  }
  if (copy.verdict === 'refused') {
    return (
      <Chip tone="refused">
        <OctagonX className="icon" aria-hidden="true" />
        refused
      </Chip>
    )
  }
  return null
}

function missingWords(verdict: Design['copy']['verdict'], host: string): string {
  if (verdict === 'absent') return `Files are at ${host}`
  if (verdict === 'refused') return 'The copy here was refused'
  return 'No picture yet'
}
