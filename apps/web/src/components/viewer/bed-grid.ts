import { BufferGeometry, Float32BufferAttribute, LineBasicMaterial, LineSegments } from 'three'

/** Distance of the lines in mm: so that about ten to thirty lie under the part. */
export function gridStep(width: number, depth: number): number {
  const longest = Math.max(width, depth)
  return [1, 5, 10, 50, 100, 500].find((step) => longest / step <= 30) ?? 1000
}

/** The printer's bed: a grid that reaches two fields beyond the part. */
export function createGrid(width: number, depth: number): LineSegments<BufferGeometry, LineBasicMaterial> {
  const step = gridStep(width, depth)
  const x = (Math.ceil(width / 2 / step) + 2) * step
  const y = (Math.ceil(depth / 2 / step) + 2) * step
  const points: number[] = []
  for (let at = -x; at <= x; at += step) points.push(at, -y, 0, at, y, 0)
  for (let at = -y; at <= y; at += step) points.push(-x, at, 0, x, at, 0)
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new Float32BufferAttribute(points, 3))
  const grid = new LineSegments(geometry, new LineBasicMaterial({ depthWrite: false }))
  grid.renderOrder = -2
  return grid
}
