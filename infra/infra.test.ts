import { spawnSync } from 'node:child_process'
import { cp, glob, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { readInstanceSettings, readUpSettings } from '@truss/cli/config'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const here = (path: string) => join(import.meta.dirname, path)
const read = (path: string) => readFile(here(path), 'utf8')

const FILES = [
  'caddy/Caddyfile',
  'compose.yaml',
  'Dockerfile',
  'env/mirror.env.example',
  'env/truss.env.example',
  'systemd/truss.service',
  'systemd/truss-mirror.service',
]

const variablesIn = (text: string) => new Set(text.match(/\bTRUSS_[A-Z0-9_]+/g))

/** The example as it stands, and with every line that shows a default or an example in force. */
async function example(name: string): Promise<{ asIs: NodeJS.Dict<string>; all: NodeJS.Dict<string> }> {
  const text = await read(`env/${name}.env.example`)
  return { asIs: parseEnv(text), all: parseEnv(text.replaceAll(/^#(?=TRUSS_)/gm, '')) }
}

function installed(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined
}

describe('settings', () => {
  const known = new Set<string>()
  let cli: Set<string>
  beforeAll(async () => {
    for await (const file of glob(here('../apps/*/src/config.ts'))) {
      for (const name of variablesIn(await readFile(file, 'utf8'))) known.add(name)
    }
    cli = variablesIn(await read('../apps/cli/src/config.ts'))
  })

  test.each(FILES)('every variable that %s names is read by a program', async (file) => {
    const unknown = [...variablesIn(await read(file))].filter((name) => !known.has(name))
    expect(unknown).toEqual([])
  })

  test('every setting of `truss up` is explained in its example', async () => {
    expect(Object.keys((await example('truss')).all).sort()).toEqual([...cli].sort())
  })

  test('every setting of `truss join` is explained in its example', async () => {
    const ofRegistry = /^TRUSS_REGISTRY_(?!URL$)|^TRUSS_JOIN_LEVEL$/
    const wanted = [...cli].filter((name) => !ofRegistry.test(name))
    expect(Object.keys((await example('mirror')).all).sort()).toEqual(wanted.sort())
  })

  test('the examples are accepted, as they are and with every line in force', async () => {
    const [up, mirror] = [await example('truss'), await example('mirror')]
    for (const env of [up.asIs, up.all]) expect(readUpSettings(env).instance.name).toBe('workshop')
    for (const env of [mirror.asIs, mirror.all]) expect(readInstanceSettings(env).instance.name).toBe('attic')
  })

  test('a line that is commented out shows the default', async () => {
    const { asIs, all } = await example('truss')
    const noDefault = { TRUSS_DATABASE_URL: '', TRUSS_REGISTRY_DATABASE_URL: '', TRUSS_REDIS_URL: '' }
    const shown = { ...all, ...noDefault, TRUSS_ALLOW_PRIVATE_ORIGINS: '' }
    expect(readUpSettings(shown)).toEqual(readUpSettings(asIs))
  })
})

describe('ports', () => {
  test('Caddy and the image know the ports on which Truss listens', async () => {
    const { registry, instance } = readUpSettings((await example('truss')).asIs)
    const ports = [registry.port, instance.ports.gateway]
    const caddy = [...(await read('caddy/Caddyfile')).matchAll(/^\timport truss (\d+)$/gm)]
    expect(caddy.map(([, port]) => Number(port))).toEqual(ports)
    const exposed = /^EXPOSE (.*)$/m
      .exec(await read('Dockerfile'))?.[1]
      ?.split(' ')
      .map(Number)
    expect(exposed).toEqual(ports)
  })
})

describe('files of other programs', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'truss-infra-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test.skipIf(!installed('caddy'))('Caddy accepts the Caddyfile', () => {
    const adapted = spawnSync('caddy', ['adapt', '--config', here('caddy/Caddyfile'), '--validate'], {
      encoding: 'utf8',
    })
    expect(adapted.status, adapted.stderr).toBe(0)
  })

  test('the braces of the Caddyfile are in pairs', async () => {
    const text = (await read('caddy/Caddyfile')).replaceAll(/^\s*#.*$/gm, '')
    let depth = 0
    for (const brace of text.match(/[{}]/g) ?? []) {
      depth += brace === '{' ? 1 : -1
      expect(depth).toBeGreaterThanOrEqual(0)
    }
    expect(depth).toBe(0)
  })

  test.skipIf(!installed('systemd-analyze')).each(['truss', 'truss-mirror'])(
    'systemd accepts %s.service',
    async (name) => {
      // The programs that it names must exist for systemd: those of this checkout stand in.
      const node = join(folder, `node-for-${name}`)
      // By a link: systemd ends a command at the first space, and a checkout may lie anywhere.
      await symlink(process.execPath, node)
      const unit = (await read(`systemd/${name}.service`)).replace(/^ExecStart=\S+/m, `ExecStart=${node}`)
      const file = join(folder, `${name}.service`)
      await writeFile(file, unit)
      const verified = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' })
      expect(`${verified.stdout}${verified.stderr}`).not.toContain(`${name}.service`)
      expect(verified.status, verified.stderr).toBe(0)
    },
  )

  test.skipIf(spawnSync('docker', ['compose', 'version']).status !== 0)(
    'docker compose accepts the file',
    async () => {
      await cp(here('compose.yaml'), join(folder, 'compose.yaml'))
      await cp(here('env/truss.env.example'), join(folder, 'truss.env'))
      const names = { CADDY_REGISTRY_NAME: 'registry.test', CADDY_INSTANCE_NAME: 'truss.test' }
      const config = spawnSync(
        'docker',
        ['compose', '--file', join(folder, 'compose.yaml'), 'config', '--quiet'],
        {
          encoding: 'utf8',
          env: { ...process.env, ...names },
        },
      )
      expect(config.status, config.stderr).toBe(0)
    },
  )
})
