import { measureMesh } from '@truss/models/measure'
import { ModelError } from '@truss/models/model-error'
import { readModel } from '@truss/models/read-model'
import { BROWSER_LIMITS } from './model-files.ts'
import type { ReadAnswer, ReadRequest } from './model-message.ts'

// Reading and measuring millions of triangles takes seconds: here they do not hold up the page.
addEventListener('message', ({ data }: MessageEvent<ReadRequest>) => {
  const answer = read(data)
  const transfer = answer.kind === 'read' ? [answer.positions.buffer, answer.indices.buffer] : []
  postMessage(answer, { transfer })
})

function read({ name, bytes }: ReadRequest): ReadAnswer {
  try {
    const mesh = readModel(name, new Uint8Array(bytes), BROWSER_LIMITS)
    const measures = measureMesh(mesh)
    return {
      kind: 'read',
      // Copies: a reader may hand out a view of a larger buffer.
      positions: new Float32Array(mesh.positions),
      indices: new Uint32Array(mesh.indices),
      measures,
    }
  } catch (error) {
    if (error instanceof ModelError) return { kind: 'refused', code: error.code, message: error.message }
    return { kind: 'broken' }
  }
}
