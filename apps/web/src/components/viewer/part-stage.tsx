'use client'
import { Button } from '@truss/ui/button'
import { ButtonLink } from '@truss/ui/button-link'
import { IconButton, IconLink } from '@truss/ui/icon-button'
import { numberWords } from '@truss/ui/number-words'
import { Select } from '@truss/ui/select'
import { Box, Check, Download, Expand, Grid3x3, Maximize, TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { formatLength, formatSize, formatVolume } from '../design/format-numbers.ts'
import { nameOf } from '../design/path-crumbs.ts'
import { HOME, SIDES } from './orbit.ts'
import { StagePicture } from './stage-picture.tsx'
import { usePartScene } from './use-part-scene.ts'
import { handleKey } from './view-controls.ts'
import { FAILURE_TITLES, FAILURE_WAYS, type ModelFacts, type ViewState } from './view-state.ts'
import styles from './viewer.module.css'
import type { ViewerPart } from './viewer-part.ts'

/** One part: its still first, the model when it is there. Toolbar, stage, facts. */
export function PartStage({ part, title }: { part: ViewerPart; title: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const stage = useRef<HTMLDivElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const keys = useId()
  const [wire, setWire] = useState(false)
  const { state, scene, load, cancel, offered } = usePartScene(part, { canvas, stage })
  const shown = state.kind === 'shown'
  const name = nameOf(part.path)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !scene.current) return
    if (handleKey(scene.current, event.key)) event.preventDefault()
  }

  return (
    <div ref={frame} className="flex flex-col bg-surface">
      <div className="flex items-center gap-1 overflow-x-auto border-b border-line px-2 py-1 scrollbar-none">
        <a
          href={part.page ?? part.raw}
          className="flex min-h-control min-w-0 items-center px-2 font-mono text-s font-medium"
        >
          <span className="truncate">{name}</span>
        </a>
        {shown ? (
          <div role="toolbar" aria-label="View" className="flex flex-none items-center gap-1">
            <span className="mx-1 h-4 w-px bg-line" />
            <span className="w-thumb-l flex-none">
              <Select
                aria-label="Side to look from"
                className="border-transparent text-s"
                defaultValue=""
                onChange={({ target }) => {
                  scene.current?.goTo(SIDES.find((side) => side.name === target.value)?.orbit ?? HOME)
                  target.value = ''
                }}
              >
                <option value="" disabled hidden>
                  Side
                </option>
                <option value="home">Home (0)</option>
                {SIDES.map((side, at) => (
                  <option key={side.name} value={side.name}>
                    {side.name} ({at + 1})
                  </option>
                ))}
              </Select>
            </span>
            <IconButton
              aria-label="Wireframe"
              title="Wireframe"
              aria-pressed={wire}
              className="aria-pressed:border-accent-line aria-pressed:bg-accent-soft aria-pressed:text-accent"
              onClick={() => {
                scene.current?.wireframe(!wire)
                setWire(!wire)
              }}
            >
              <Grid3x3 className="icon" aria-hidden="true" />
            </IconButton>
            <IconButton
              aria-label="Fit to view"
              title="Fit to view (0)"
              onClick={() => scene.current?.goTo(HOME)}
            >
              <Maximize className="icon" aria-hidden="true" />
            </IconButton>
            <IconButton
              aria-label="Full screen"
              title="Full screen"
              onClick={() => {
                // Refused where the page is in a frame; the view stays as it is.
                if (document.fullscreenElement) void document.exitFullscreen().catch(() => {})
                else void frame.current?.requestFullscreen?.().catch(() => {})
              }}
            >
              <Expand className="icon" aria-hidden="true" />
            </IconButton>
          </div>
        ) : null}
        <span className="ms-auto" />
        {offered && state.kind === 'still' ? (
          <Button variant="bare" onClick={load}>
            <Box className="icon" aria-hidden="true" />
            Look at it in 3D
          </Button>
        ) : null}
        <IconLink href={part.raw} download={name} aria-label={`Download ${name}`} title={`Download ${name}`}>
          <Download className="icon" aria-hidden="true" />
        </IconLink>
      </div>
      <div
        ref={stage}
        className={`${styles.stage} stage relative aspect-still min-h-0 w-full flex-1 overflow-hidden -outline-offset-2 lg:aspect-16/10`}
        {...(shown
          ? {
              role: 'application',
              tabIndex: 0,
              'aria-label': `3D view of ${name}`,
              'aria-describedby': keys,
              onKeyDown,
            }
          : {})}
      >
        {shown ? null : <StagePicture part={part} title={title} />}
        <canvas
          ref={canvas}
          className={`absolute inset-0 size-full cursor-grab touch-pan-y active:cursor-grabbing ${shown ? '' : 'invisible'}`}
        />
        <StageNotice state={state} part={part} onCancel={cancel} onRetry={load} />
      </div>
      <footer className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2 text-s text-ink-2">
        {shown ? <Facts facts={state.facts} /> : <span>{formatSize(part.bytes)}</span>}
        <p id={keys} className="ms-auto text-xs text-ink-3">
          {shown ? (
            <>
              Drag to turn, shift-drag to move.
              <span className="vh">
                {' '}
                Arrow keys turn, plus and minus zoom, 0 fits, 1 to 6 look from the front, right, back, left,
                top and bottom.
              </span>
            </>
          ) : (
            offered && state.kind === 'still' && `Preview; the model is ${formatSize(part.bytes)}`
          )}
        </p>
      </footer>
    </div>
  )
}

function Facts({ facts: { size, triangles, parts, watertight, volume } }: { facts: ModelFacts }) {
  return (
    <>
      <span>
        <span className="vh">Width, depth and height: </span>
        {size.map(formatLength).join(' × ')} mm
      </span>
      {parts > 1 ? <span>{numberWords(parts)} parts</span> : null}
      <span>
        {numberWords(triangles)} {triangles === 1 ? 'triangle' : 'triangles'}
      </span>
      {volume === null ? null : <span>{formatVolume(volume)}</span>}
      {watertight ? (
        <span className="inline-flex items-center gap-1 text-verified">
          <Check className="icon" aria-hidden="true" />
          watertight
        </span>
      ) : (
        <span className="inline-flex items-center gap-1 text-as-of">
          <TriangleAlert className="icon" aria-hidden="true" />
          not a closed mesh
        </span>
      )}
    </>
  )
}

interface NoticeProps {
  state: ViewState
  part: ViewerPart
  onCancel: () => void
  onRetry: () => void
}

/** What goes on or went wrong, over the still. */
function StageNotice({ state, part, onCancel, onRetry }: NoticeProps) {
  if (state.kind === 'still' || state.kind === 'shown') return null
  const box =
    'absolute inset-x-3 bottom-3 mx-auto max-w-form rounded-m border bg-surface px-4 py-3 text-s shadow-1'
  if (state.kind === 'loading' || state.kind === 'preparing') {
    const loaded = state.kind === 'loading' ? state.loaded : part.bytes
    return (
      <div className={`${box} flex items-center gap-3 border-line`}>
        <div className="stack flex-1 gap-2">
          <span role="status">
            {state.kind === 'preparing'
              ? 'Reading the model'
              : `Loading the model, ${formatSize(part.bytes)}`}
          </span>
          <progress
            className={styles.progress}
            aria-label="Loaded"
            max={Math.max(1, part.bytes)}
            value={loaded}
          />
          <span className="text-xs text-ink-3" aria-hidden="true">
            {formatSize(loaded)} of {formatSize(part.bytes)}
          </span>
        </div>
        <Button variant="bare" onClick={onCancel}>
          Stop
        </Button>
      </div>
    )
  }
  const reason = 'reason' in state ? state.reason : ''
  return (
    <div role="alert" className={`${box} flex flex-wrap items-start gap-3 border-as-of-line`}>
      <TriangleAlert className="icon text-as-of" aria-hidden="true" />
      <div className="stack min-w-menu flex-1 gap-1">
        <strong>{FAILURE_TITLES[state.kind]}</strong>
        <p className="text-ink-2">
          {reason} {FAILURE_WAYS[state.kind]}
        </p>
      </div>
      {state.kind === 'failed' ? <Button onClick={onRetry}>Try again</Button> : null}
      <ButtonLink href={part.raw} download={nameOf(part.path)}>
        <Download className="icon" aria-hidden="true" />
        Download, {formatSize(part.bytes)}
      </ButtonLink>
    </div>
  )
}
