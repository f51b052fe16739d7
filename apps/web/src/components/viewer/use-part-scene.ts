import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { fetchBytes } from './fetch-bytes.ts'
import { AUTO_LOAD_BYTES, BROWSER_LIMITS, isModel } from './model-files.ts'
import type { PartScene } from './part-scene.ts'
import { onThemeChange, readStillLook } from './still-look.ts'
import { attachPointers } from './view-controls.ts'
import type { ViewState } from './view-state.ts'
import type { ViewerPart } from './viewer-part.ts'

interface Elements {
  readonly canvas: RefObject<HTMLCanvasElement | null>
  readonly stage: RefObject<HTMLDivElement | null>
}

/** Loads a part into the canvas when asked, or by itself when it is small and the page is idle. */
export function usePartScene(part: ViewerPart, { canvas, stage }: Elements) {
  const [state, setState] = useState<ViewState>({ kind: 'still' })
  const scene = useRef<PartScene | null>(null)
  const end = useRef<() => void>(() => {})
  const offered = isModel(part.path)

  const load = useCallback(async () => {
    if (!offered) return
    end.current()
    if (!hasWebGl(false)) return setState({ kind: 'no-webgl' })
    if (part.bytes > BROWSER_LIMITS.maxBytes)
      return setState({ kind: 'too-complex', reason: 'The file is too large.' })
    const stopped = new AbortController()
    const { signal } = stopped
    const undo: (() => void)[] = []
    end.current = () => {
      stopped.abort()
      for (const step of undo.reverse()) step()
      scene.current = null
    }
    setState({ kind: 'loading', loaded: 0 })
    try {
      // The code comes while the bytes do.
      const code = Promise.all([import('./read-model.ts'), import('./part-scene.ts')])
      const bytes = await fetchBytes(part.raw, {
        signal,
        maxBytes: BROWSER_LIMITS.maxBytes,
        onProgress: (loaded) => signal.aborted || setState({ kind: 'loading', loaded }),
      })
      const [{ readModel }, { PartScene }] = await code
      if (signal.aborted) return
      setState({ kind: 'preparing' })
      await nextPaint()
      const model = await readModel(part.path, bytes, signal)
      if (signal.aborted || !canvas.current || !stage.current) return model.geometry.dispose()
      const made = new PartScene(canvas.current, model, readStillLook())
      scene.current = made
      const resized = new ResizeObserver(() => made.resize())
      resized.observe(canvas.current)
      const lost = () => {
        end.current()
        setState({ kind: 'failed', reason: 'The graphics card gave the picture up.' })
      }
      canvas.current.addEventListener('webglcontextlost', lost, { signal })
      undo.push(
        () => made.dispose(),
        () => resized.disconnect(),
        onThemeChange(() => made.paint(readStillLook())),
        attachPointers(canvas.current, stage.current, made),
      )
      const { geometry: _, ...facts } = model
      setState({ kind: 'shown', facts })
    } catch (error) {
      if (signal.aborted) return
      const refusal = refusalOf(error)
      if (refusal) setState(refusal)
      else setState({ kind: 'failed', reason: error instanceof Error ? error.message : 'It did not load.' })
    }
  }, [part, offered, canvas, stage])

  const cancel = useCallback(() => {
    end.current()
    setState({ kind: 'still' })
  }, [])

  useEffect(() => () => end.current(), [])

  useEffect(() => {
    if (!offered || part.bytes >= AUTO_LOAD_BYTES || savesData() || !hasWebGl(true)) return
    // Safari has no idle callback.
    if (typeof requestIdleCallback === 'function') {
      const idle = requestIdleCallback(() => void load(), { timeout: 4000 })
      return () => cancelIdleCallback(idle)
    }
    const later = setTimeout(() => void load(), 500)
    return () => clearTimeout(later)
  }, [offered, part, load])

  return { state, scene, load, cancel, offered }
}

/** The class is in code that may not have arrived, so its shape is asked for. */
function refusalOf(error: unknown): { kind: 'too-complex' | 'unreadable'; reason: string } | undefined {
  if (!(error instanceof Error) || !('kind' in error)) return undefined
  const { kind, message } = error
  return kind === 'too-complex' || kind === 'unreadable' ? { kind, reason: message } : undefined
}

/** Two frames: the words of the state are on the screen before reading holds the page up. */
const nextPaint = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))

/** @param fast only where a graphics card does it; a slow one is used when a person asks */
function hasWebGl(fast: boolean): boolean {
  const context = document
    .createElement('canvas')
    .getContext('webgl2', { failIfMajorPerformanceCaveat: fast })
  context?.getExtension('WEBGL_lose_context')?.loseContext()
  return context !== null
}

function savesData(): boolean {
  const connection = 'connection' in navigator ? navigator.connection : undefined
  return typeof connection === 'object' && connection !== null && 'saveData' in connection
    ? connection.saveData === true
    : false
}
