import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface DemoOptions {
  readonly dataDir: string
  readonly portBase: number
  readonly readyFile: string | undefined
  readonly designsDir: string | undefined
}

export const USAGE = `npm run demo -- [options]

  --data DIR        where the network lives (default .truss/demo); it starts again on what is there
  --port-base N     ports from N to N + 99 (default 4300)
  --ready-file F    write the addresses, people and process ids here, as JSON, when all is up
  --designs DIR     also import every git bundle of that folder, as designs of mara
`

/** @throws {Error} that names what is wrong with the options */
export function readDemoOptions(args: readonly string[], cwd: string): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', default: '.truss/demo' },
      'port-base': { type: 'string', default: '4300' },
      'ready-file': { type: 'string' },
      designs: { type: 'string' },
    },
  })
  const portBase = Number(values['port-base'])
  if (!Number.isInteger(portBase) || portBase < 1024 || portBase > 65_436) {
    throw new Error(`--port-base must be a whole number from 1024 to 65436, not ${values['port-base']}`)
  }
  return {
    dataDir: resolve(cwd, values.data),
    portBase,
    readyFile: values['ready-file'] === undefined ? undefined : resolve(cwd, values['ready-file']),
    designsDir: values.designs === undefined ? undefined : resolve(cwd, values.designs),
  }
}
