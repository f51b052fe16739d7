import { HOME, SIDES } from './orbit.ts'
import type { PartScene } from './part-scene.ts'

const DEGREES_PER_PIXEL = 0.4
const KEY_DEGREES = 15
const KEY_ZOOM = 1.2

/** What a key does; false when it means nothing here, so that the page may have it. */
export function handleKey(scene: Pick<PartScene, 'turn' | 'zoom' | 'goTo'>, key: string): boolean {
  const side = /^[1-6]$/.test(key) ? SIDES[Number(key) - 1] : undefined
  if (side) scene.goTo(side.orbit)
  else if (key === 'ArrowLeft') scene.turn(KEY_DEGREES, 0)
  else if (key === 'ArrowRight') scene.turn(-KEY_DEGREES, 0)
  else if (key === 'ArrowUp') scene.turn(0, KEY_DEGREES)
  else if (key === 'ArrowDown') scene.turn(0, -KEY_DEGREES)
  else if (key === '+' || key === '=') scene.zoom(KEY_ZOOM)
  else if (key === '-' || key === '_') scene.zoom(1 / KEY_ZOOM)
  else if (key === '0') scene.goTo(HOME)
  else return false
  return true
}

/**
 * Drag turns, with shift or another button it moves; two fingers move and zoom. The wheel zooms once the view has the
 * focus, so that a page scrolls past a part. Returns how to let go.
 */
export function attachPointers(canvas: HTMLElement, focus: HTMLElement, scene: PartScene): () => void {
  const held = new Map<number, { x: number; y: number }>()
  const letGo = new AbortController()
  const { signal } = letGo

  canvas.addEventListener(
    'pointerdown',
    (event) => {
      canvas.setPointerCapture(event.pointerId)
      held.set(event.pointerId, { x: event.clientX, y: event.clientY })
    },
    { signal },
  )
  canvas.addEventListener(
    'pointermove',
    (event) => {
      const before = held.get(event.pointerId)
      if (!before) return
      const now = { x: event.clientX, y: event.clientY }
      const [dx, dy] = [now.x - before.x, now.y - before.y]
      const other = [...held].find(([id]) => id !== event.pointerId)?.[1]
      held.set(event.pointerId, now)
      if (other) {
        const apart = (one: { x: number; y: number }) => Math.hypot(one.x - other.x, one.y - other.y)
        scene.zoom(apart(now) / Math.max(1, apart(before)))
        scene.pan(dx / 2, dy / 2)
      } else if (event.shiftKey || event.buttons !== 1) scene.pan(dx, dy)
      else scene.turn(-dx * DEGREES_PER_PIXEL, dy * DEGREES_PER_PIXEL)
    },
    { signal },
  )
  for (const end of ['pointerup', 'pointercancel'] as const) {
    canvas.addEventListener(end, (event) => held.delete(event.pointerId), { signal })
  }
  canvas.addEventListener('contextmenu', (event) => event.preventDefault(), { signal })
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && document.activeElement !== focus) return
      event.preventDefault()
      scene.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)))
    },
    { passive: false, signal },
  )
  return () => letGo.abort()
}
