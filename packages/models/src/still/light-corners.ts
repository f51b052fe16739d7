/** Key light from the upper left, in front; x to the right, y up, z towards the viewer. */
const KEY = unit([-0.42, 0.42, 0.72])
/** Set so that the top, the left side and the front of a block stand three steps or more apart. */
const SKY_SHARE = 0.354
const KEY_SHARE = 0.6
const BASE = 0.05

/** Light, 0 to 1, on each corner; on the side that faces the viewer, so a surface that is open shows its inside. */
export function lightCorners(
  normals: Float32Array,
  turn: (x: number, y: number, z: number) => [number, number, number],
): Float32Array {
  const light = new Float32Array(normals.length / 3)
  for (let i = 0; i < light.length; i++) {
    const nz = normals[i * 3 + 2] as number
    const [right, up, near] = turn(normals[i * 3] as number, normals[i * 3 + 1] as number, nz)
    const side = near < -0.05 ? -1 : 1
    const key = Math.max(0, side * (right * KEY[0] + up * KEY[1] + near * KEY[2]))
    const sky = (side * nz + 1) / 2
    light[i] = Math.min(1, Math.max(0, BASE + KEY_SHARE * key + SKY_SHARE * sky))
  }
  return light
}

function unit([x, y, z]: [number, number, number]): [number, number, number] {
  const length = Math.hypot(x, y, z)
  return [x / length, y / length, z / length]
}
