import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { measureMesh } from '../src/measure.ts'
import { readModel } from '../src/read-model.ts'
import { renderStill } from '../src/still/render-still.ts'

const ROOT = resolve(fileURLToPath(import.meta.url), '../../../..')
const BUNDLE = join(process.env.TRUSS_DESIGNS_DIR ?? join(ROOT, '../shared/designs'), 'prusa-i3-parts.bundle')

test.skipIf(!existsSync(BUNDLE))(
  'every STL of a real printer is read, measured and one is drawn',
  { timeout: 60_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'truss-models-'))
    try {
      const env = { PATH: process.env.PATH ?? '', GIT_CONFIG_NOSYSTEM: '1', HOME: folder }
      await promisify(execFile)('git', ['clone', '-q', BUNDLE, join(folder, 'clone')], { env })
      const files = (await readdir(folder, { recursive: true })).filter((name) => /\.stl$/i.test(name)).sort()
      expect(files.length).toBeGreaterThan(40)
      let closed = 0
      for (const name of files) {
        const mesh = readModel(name, await readFile(join(folder, name)))
        const { size, volume, triangles, watertight, shells } = measureMesh(mesh)
        // Parts of a desktop printer, in millimetres.
        expect(Math.max(...size), name).toBeLessThan(260)
        expect(Math.max(...size), name).toBeGreaterThan(3)
        expect(volume, name).toBeGreaterThan(5)
        expect(triangles, name).toBeGreaterThan(10)
        expect(shells, name).toBeGreaterThan(0)
        if (watertight) closed++
      }
      expect(closed).toBeGreaterThan(files.length / 2)
      const body = files.find((name) => name.endsWith('extruder-body.stl')) as string
      const { rgba } = renderStill(readModel(body, await readFile(join(folder, body))), {
        scheme: 'light',
        width: 480,
      })
      expect(rgba.filter((value, i) => i % 4 === 3 && value === 255).length).toBeGreaterThan(20_000)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
)
