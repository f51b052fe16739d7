import { BackSide, Color, DoubleSide, ShaderMaterial, SRGBColorSpace, Vector2, Vector3 } from 'three'

/** A colour in sRGB, each part 0 to 1. */
export interface Paint {
  readonly red: number
  readonly green: number
  readonly blue: number
  readonly alpha: number
}

/** The still's values from the tokens, read anew when the theme changes. */
export interface StillLook {
  /** Lightness in shadow, and the height of one of eleven steps up to full light. */
  readonly min: number
  readonly step: number
  /** Of the material, in Oklch; the hue in degrees. */
  readonly chroma: number
  readonly hue: number
  readonly edge: Paint
  readonly shadow: Paint
  readonly grid: Paint
}

/** Upper left, in front, fixed to the camera: in view space. */
const KEY_LIGHT = new Vector3(-0.42, 0.42, 0.72).normalize()

/** One steel grey whose lightness follows the light; no specular, as in the stills. */
export function createSteel(flat: boolean): ShaderMaterial {
  return new ShaderMaterial({
    side: DoubleSide,
    polygonOffset: true,
    polygonOffsetFactor: 1,
    polygonOffsetUnits: 1,
    defines: flat ? { FLAT: '' } : {},
    uniforms: {
      range: { value: new Vector2(0.5, 0.45) },
      tint: { value: new Vector2() },
      key: { value: KEY_LIGHT },
      sky: { value: new Vector3(0, 0, 1) },
    },
    vertexShader: /* glsl */ `
      varying vec3 vNormal;
      varying vec3 vView;
      void main() {
        vNormal = normalMatrix * normal;
        vec4 view = modelViewMatrix * vec4(position, 1.0);
        vView = view.xyz;
        gl_Position = projectionMatrix * view;
      }`,
    fragmentShader: /* glsl */ `
      uniform vec2 range;
      uniform vec2 tint;
      uniform vec3 key;
      uniform vec3 sky;
      varying vec3 vNormal;
      varying vec3 vView;
      void main() {
        #ifdef FLAT
          vec3 n = normalize(cross(dFdx(vView), dFdy(vView)));
        #else
          vec3 n = normalize(vNormal) * (gl_FrontFacing ? 1.0 : -1.0);
        #endif
        // The same shares as in the stills, so that nothing jumps when the model takes their place.
        float lit = max(dot(n, key), 0.0);
        float above = 0.5 + 0.5 * dot(n, sky);
        float k = clamp(0.05 + 0.6 * lit + 0.354 * above, 0.0, 1.0);
        float L = range.x + range.y * k;
        float l = L + 0.3963377774 * tint.x + 0.2158037573 * tint.y;
        float m = L - 0.1055613458 * tint.x - 0.0638541728 * tint.y;
        float s = L - 0.0894841775 * tint.x - 1.291485548 * tint.y;
        l = l * l * l; m = m * m * m; s = s * s * s;
        gl_FragColor = vec4(
          4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
          -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
          -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s, 1.0);
        #include <colorspace_fragment>
      }`,
  })
}

export function paintSteel(steel: ShaderMaterial, look: StillLook): void {
  const hue = (look.hue * Math.PI) / 180
  steel.uniforms.range?.value.set(look.min, look.step * 11)
  steel.uniforms.tint?.value.set(look.chroma * Math.cos(hue), look.chroma * Math.sin(hue))
}

/** The outline: the back of the part, grown by a little more than a pixel. */
export function createOutline(): ShaderMaterial {
  return new ShaderMaterial({
    side: BackSide,
    uniforms: { colour: { value: new Color() }, pixel: { value: new Vector2() } },
    vertexShader: /* glsl */ `
      uniform vec2 pixel;
      void main() {
        vec3 n = normalMatrix * normal;
        gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
        gl_Position.xy += normalize(n.xy + vec2(1e-5)) * pixel;
      }`,
    fragmentShader: /* glsl */ `
      uniform vec3 colour;
      void main() {
        gl_FragColor = vec4(colour, 1.0);
        #include <colorspace_fragment>
      }`,
  })
}

export const colourOf = ({ red, green, blue }: Paint) => new Color().setRGB(red, green, blue, SRGBColorSpace)
