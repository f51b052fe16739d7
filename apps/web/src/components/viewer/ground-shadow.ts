import {
  type BufferGeometry,
  Color,
  DoubleSide,
  Mesh,
  OrthographicCamera,
  PlaneGeometry,
  Scene,
  ShaderMaterial,
  Vector2,
  Vector4,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three'

const RESOLUTION = 512

/** One soft shadow on the ground: the part seen along the light, blurred once, laid under it. */
export class GroundShadow {
  readonly mesh: Mesh<PlaneGeometry, ShaderMaterial>
  readonly #target: WebGLRenderTarget

  /** @param lean how far, in mm for each mm of height, the shadow falls along x and y */
  constructor(renderer: WebGLRenderer, geometry: BufferGeometry, size: readonly number[], lean: Vector2) {
    const [width = 0, depth = 0, height = 0] = size
    const blur = Math.max(width, depth, height) * 0.05
    const left = -width / 2 + Math.min(0, lean.x * height) - 2 * blur
    const right = width / 2 + Math.max(0, lean.x * height) + 2 * blur
    const near = -depth / 2 + Math.min(0, lean.y * height) - 2 * blur
    const far = depth / 2 + Math.max(0, lean.y * height) + 2 * blur

    this.#target = new WebGLRenderTarget(RESOLUTION, RESOLUTION, { depthBuffer: false })
    const stamp = new ShaderMaterial({
      side: DoubleSide,
      depthTest: false,
      uniforms: { lean: { value: lean }, area: { value: new Vector4(left, near, right, far) } },
      vertexShader: /* glsl */ `
        uniform vec2 lean;
        uniform vec4 area;
        void main() {
          vec2 p = position.xy + lean * position.z;
          gl_Position = vec4((p - area.xy) / (area.zw - area.xy) * 2.0 - 1.0, 0.0, 1.0);
        }`,
      fragmentShader: 'void main() { gl_FragColor = vec4(1.0); }',
    })
    const scene = new Scene()
    const part = new Mesh(geometry, stamp)
    part.frustumCulled = false
    scene.add(part)
    renderer.setRenderTarget(this.#target)
    renderer.setClearColor(0, 0)
    renderer.clear()
    renderer.render(scene, new OrthographicCamera())
    renderer.setRenderTarget(null)
    stamp.dispose()

    const material = new ShaderMaterial({
      transparent: true,
      depthWrite: false,
      uniforms: {
        map: { value: this.#target.texture },
        colour: { value: new Color() },
        strength: { value: 0 },
        radius: { value: new Vector2(blur / (right - left), blur / (far - near)) },
      },
      vertexShader: /* glsl */ `
        varying vec2 vUv;
        void main() {
          vUv = uv;
          gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
        }`,
      fragmentShader: /* glsl */ `
        uniform sampler2D map;
        uniform vec3 colour;
        uniform float strength;
        uniform vec2 radius;
        varying vec2 vUv;
        void main() {
          float sum = 0.0;
          float weight = 0.0;
          for (int x = -6; x <= 6; x++) {
            for (int y = -6; y <= 6; y++) {
              vec2 at = vec2(float(x), float(y)) / 6.0;
              float w = exp(-3.0 * dot(at, at));
              sum += w * texture2D(map, vUv + at * radius).r;
              weight += w;
            }
          }
          gl_FragColor = vec4(colour, strength * sum / weight);
          #include <colorspace_fragment>
        }`,
    })
    this.mesh = new Mesh(new PlaneGeometry(right - left, far - near), material)
    this.mesh.position.set((left + right) / 2, (near + far) / 2, 0)
    this.mesh.renderOrder = -1
  }

  paint(colour: Color, strength: number): void {
    this.mesh.material.uniforms.colour?.value.copy(colour)
    if (this.mesh.material.uniforms.strength) this.mesh.material.uniforms.strength.value = strength
  }

  dispose(): void {
    this.#target.dispose()
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
