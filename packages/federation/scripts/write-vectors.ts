import { writeFile } from 'node:fs/promises'
import { makeVectors } from '../test/make-vectors.ts'

const file = new URL('../../../docs/protocol/vectors.json', import.meta.url)
await writeFile(file, `${JSON.stringify(await makeVectors(), null, 2)}\n`)
