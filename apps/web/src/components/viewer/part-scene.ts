import {
  type BufferGeometry,
  EdgesGeometry,
  Group,
  Mesh,
  OrthographicCamera,
  Scene,
  type ShaderMaterial,
  Vector2,
  WebGLRenderer,
} from 'three'
import { LineMaterial } from 'three/examples/jsm/lines/LineMaterial.js'
import { LineSegments2 } from 'three/examples/jsm/lines/LineSegments2.js'
import { LineSegmentsGeometry } from 'three/examples/jsm/lines/LineSegmentsGeometry.js'
import { toCreasedNormals } from 'three/examples/jsm/utils/BufferGeometryUtils.js'
import { createGrid } from './bed-grid.ts'
import { GroundShadow } from './ground-shadow.ts'
import { axesOf, between, fitHalfHeight, HOME, type Orbit, turned } from './orbit.ts'
import type { Model } from './read-model.ts'
import { colourOf, createOutline, createSteel, paintSteel, type StillLook } from './steel-material.ts'

/** Faces that meet at more than this have a line between them. */
const CREASE_DEGREES = 25
/** Above this, finding edges would hold up the page, and the triangles are smaller than the lines. */
const MAX_EDGED_TRIANGLES = 250_000
const MOVE_MS = 320
const ZOOM_LIMITS = [0.2, 40] as const

/** One part on its bed, seen by the camera of the stills. Draws only when something changed. */
export class PartScene {
  readonly #renderer: WebGLRenderer
  readonly #scene = new Scene()
  readonly #camera = new OrthographicCamera(-1, 1, 1, -1, -1e4, 1e4)
  readonly #steel: ShaderMaterial
  readonly #outline = createOutline()
  readonly #lines = new LineMaterial({ linewidth: 1.1 })
  readonly #body = new Group()
  readonly #grid: ReturnType<typeof createGrid>
  readonly #shadow: GroundShadow
  readonly #geometries: BufferGeometry[] = []
  readonly #model: Model
  #orbit: Orbit = HOME
  #zoom = 1
  #pan = new Vector2()
  #fitted = 1
  #frame = 0

  /** @throws when the browser gives no WebGL context */
  constructor(canvas: HTMLCanvasElement, model: Model, look: StillLook) {
    this.#model = model
    this.#renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true })
    this.#renderer.setPixelRatio(Math.min(devicePixelRatio, 2))
    const edged = model.triangles <= MAX_EDGED_TRIANGLES
    const radians = (CREASE_DEGREES * Math.PI) / 180
    const geometry = edged ? toCreasedNormals(model.geometry, radians) : model.geometry
    this.#geometries.push(model.geometry, geometry)
    this.#steel = createSteel(!edged)
    this.#body.add(new Mesh(geometry, this.#steel))
    if (edged) {
      const edges = new EdgesGeometry(geometry, CREASE_DEGREES)
      const lines = new LineSegmentsGeometry().fromEdgesGeometry(edges)
      this.#geometries.push(edges, lines)
      this.#body.add(new Mesh(geometry, this.#outline), new LineSegments2(lines, this.#lines))
    }
    const [width, depth] = model.size
    this.#grid = createGrid(width, depth)
    // As in the stills: to the right of the first view and a little away from the eye.
    const { right, back } = axesOf({ ...HOME, elevation: 0 })
    const lean = new Vector2(right[0] * 0.6 - back[0] * 0.26, right[1] * 0.6 - back[1] * 0.26)
    this.#shadow = new GroundShadow(this.#renderer, model.geometry, model.size, lean)
    this.#scene.add(this.#grid, this.#shadow.mesh, this.#body)
    this.paint(look)
    this.resize()
  }

  get orbit(): Orbit {
    return this.#orbit
  }

  paint(look: StillLook): void {
    paintSteel(this.#steel, look)
    const edge = colourOf(look.edge)
    this.#outline.uniforms.colour?.value.copy(edge)
    this.#lines.color = edge
    this.#grid.material.color = colourOf(look.grid)
    this.#shadow.paint(colourOf(look.shadow), look.shadow.alpha)
    this.#draw()
  }

  resize(): void {
    const { clientWidth, clientHeight } = this.#renderer.domElement
    if (clientWidth === 0 || clientHeight === 0) return
    this.#renderer.setSize(clientWidth, clientHeight, false)
    this.#outline.uniforms.pixel?.value.set(2.2 / clientWidth, 2.2 / clientHeight)
    this.#fit()
    this.#draw()
  }

  wireframe(on: boolean): void {
    this.#steel.wireframe = on
    for (const child of this.#body.children.slice(1)) child.visible = !on
    this.#shadow.mesh.visible = !on
    this.#draw()
  }

  turn(azimuth: number, elevation: number): void {
    cancelAnimationFrame(this.#frame)
    this.#orbit = turned(this.#orbit, azimuth, elevation)
    this.#draw()
  }

  zoom(factor: number): void {
    this.#zoom = Math.min(ZOOM_LIMITS[1], Math.max(ZOOM_LIMITS[0], this.#zoom * factor))
    this.#draw()
  }

  /** Moves the part by so many CSS pixels. */
  pan(x: number, y: number): void {
    const perPixel = (2 * this.#fitted) / this.#zoom / this.#renderer.domElement.clientHeight
    this.#pan.x -= x * perPixel
    this.#pan.y += y * perPixel
    this.#draw()
  }

  /** Turns to a view and fits the part; jumps where motion is unwanted. */
  goTo(target: Orbit): void {
    cancelAnimationFrame(this.#frame)
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    const from = { orbit: this.#orbit, zoom: this.#zoom, half: this.#fitted, pan: this.#pan.clone() }
    const half = this.#halfHeight(target)
    const start = performance.now()
    const step = (now: number) => {
      const t = still ? 1 : Math.min(1, (now - start) / MOVE_MS)
      const eased = 1 - (1 - t) ** 3
      this.#orbit = between(from.orbit, target, eased)
      this.#zoom = from.zoom + (1 - from.zoom) * eased
      this.#fitted = from.half + (half - from.half) * eased
      this.#pan.copy(from.pan).multiplyScalar(1 - eased)
      this.#drawNow()
      if (t < 1) this.#frame = requestAnimationFrame(step)
    }
    step(start)
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame)
    for (const geometry of this.#geometries) geometry.dispose()
    this.#steel.dispose()
    this.#outline.dispose()
    this.#lines.dispose()
    this.#grid.geometry.dispose()
    this.#grid.material.dispose()
    this.#shadow.dispose()
    this.#renderer.dispose()
    // Browsers keep few contexts; a collected canvas may hold one for long.
    this.#renderer.forceContextLoss()
  }

  #halfHeight(orbit: Orbit): number {
    const { clientWidth, clientHeight } = this.#renderer.domElement
    return fitHalfHeight(this.#model.size, orbit, clientWidth / Math.max(1, clientHeight))
  }

  #fit(): void {
    this.#fitted = this.#halfHeight(this.#orbit)
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => this.#drawNow())
  }

  #drawNow(): void {
    const { clientWidth, clientHeight } = this.#renderer.domElement
    const half = this.#fitted / this.#zoom
    const wide = (half * clientWidth) / Math.max(1, clientHeight)
    const camera = this.#camera
    camera.left = this.#pan.x - wide
    camera.right = this.#pan.x + wide
    camera.top = this.#pan.y + half
    camera.bottom = this.#pan.y - half
    const [width, depth, height] = this.#model.size
    const reach = Math.hypot(width, depth, height) * 4 + 1
    camera.near = 0
    camera.far = 2 * reach
    const { back, up } = axesOf(this.#orbit)
    const middle = height / 2
    camera.up.set(...up)
    camera.position.set(back[0] * reach, back[1] * reach, back[2] * reach + middle)
    camera.lookAt(0, 0, middle)
    camera.updateProjectionMatrix()
    camera.updateMatrixWorld()
    this.#steel.uniforms.sky?.value.set(0, 0, 1).transformDirection(camera.matrixWorldInverse)
    // From below the ground would hide the part.
    this.#grid.visible = this.#orbit.elevation > -0.5
    this.#shadow.mesh.visible = this.#orbit.elevation > 0.5 && !this.#steel.wireframe
    this.#renderer.setClearColor(0, 0)
    this.#renderer.render(this.#scene, camera)
  }
}
