'use client'
import { Still } from '@truss/ui/still'
import { type MouseEvent, useState } from 'react'
import { nameOf } from '../design/path-crumbs.ts'
import { PartStage } from './part-stage.tsx'
import { isPicture, type ViewerPart } from './viewer-part.ts'

export interface PartViewerProps {
  parts: readonly ViewerPart[]
  /** Path of the part to begin with; the first one when it is not there. */
  chosen?: string | undefined
  /** Of the design, for the words of the pictures. */
  title: string
}

/** The parts of a design, one of them large. Choosing works by links, and without a new page where script runs. */
export function PartViewer({ parts, chosen, title }: PartViewerProps) {
  const [path, setPath] = useState(chosen)
  const part = parts.find((one) => one.path === path) ?? parts[0]
  if (!part) return null
  const choose = (event: MouseEvent, next: ViewerPart) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    setPath(next.path)
    history.replaceState(null, '', next.choose)
  }
  return (
    <section id="view" aria-label="Parts" className="overflow-hidden rounded-l border border-line bg-surface">
      <PartStage key={part.path} part={part} title={title} />
      {parts.length > 1 ? (
        <ul className="flex gap-2 overflow-x-auto border-t border-line p-3" aria-label="Choose a part">
          {parts.map((one) => (
            <li key={one.path} className="w-thumb-l flex-none">
              <a
                href={`${one.choose}#view`}
                onClick={(event) => choose(event, one)}
                aria-current={one === part ? 'true' : undefined}
                title={one.path}
                className="group stack gap-1 text-xs leading-snug text-ink-2 hover:text-ink hover:no-underline aria-[current=true]:text-ink"
              >
                <span className="block overflow-hidden rounded-m border border-line group-hover:border-line-strong group-aria-[current=true]:border-accent group-aria-[current=true]:outline group-aria-[current=true]:outline-accent">
                  {isPicture(one) ? (
                    // biome-ignore lint/performance/noImgElement: the image service of Next is off
                    <img
                      src={one.raw}
                      alt=""
                      loading="lazy"
                      className="stage aspect-still w-full object-cover"
                    />
                  ) : (
                    <Still
                      base={one.still}
                      alt=""
                      sizes="5.5rem"
                      missing={one.still ? undefined : 'No picture'}
                    />
                  )}
                </span>
                <span className="truncate">{nameOf(one.path)}</span>
              </a>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}
