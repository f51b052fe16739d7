import type { Measures } from '@truss/models/measure'
import { BufferAttribute, BufferGeometry } from 'three'
import type { ReadAnswer, ReadRequest } from './model-message.ts'
import type { ModelFacts } from './view-state.ts'

export interface Model extends ModelFacts {
  /** In mm, resting on z = 0 and centred on x and y; positions and an index. */
  readonly geometry: BufferGeometry
}

/** Why a model cannot be shown, as a sentence for people. */
export class ModelRefusal extends Error {
  readonly kind: 'too-complex' | 'unreadable'

  constructor(kind: 'too-complex' | 'unreadable', message: string) {
    super(message)
    this.kind = kind
  }
}

/**
 * Reads a mesh in a worker of its own, which ends with it. Takes the bytes over.
 * @throws {ModelRefusal} when the file cannot be read or is too much for a browser
 */
export async function readModel(name: string, bytes: ArrayBuffer, signal: AbortSignal): Promise<Model> {
  const answer = await askWorker({ name, bytes }, signal)
  if (answer.kind === 'broken') throw new ModelRefusal('unreadable', 'Reading it broke off.')
  if (answer.kind === 'refused') {
    const message = `${answer.message.charAt(0).toUpperCase()}${answer.message.slice(1)}.`
    throw new ModelRefusal(answer.code === 'too-large' ? 'too-complex' : 'unreadable', message)
  }
  const { positions, indices, measures } = answer
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(positions, 3))
  geometry.setIndex(new BufferAttribute(indices, 1))
  const { min, max } = measures.box
  geometry.translate(-(min[0] + max[0]) / 2, -(min[1] + max[1]) / 2, -min[2])
  return { geometry, ...factsOf(measures) }
}

function factsOf({ size, triangles, shells, watertight, volume }: Measures): ModelFacts {
  return { size, triangles, parts: shells, watertight, volume: watertight ? volume : null }
}

function askWorker(request: ReadRequest, signal: AbortSignal): Promise<ReadAnswer> {
  const worker = new Worker(new URL('./read-model.worker.ts', import.meta.url), { type: 'module' })
  const answer = new Promise<ReadAnswer>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<ReadAnswer>) => resolve(data))
    // Also what comes when the worker ran out of memory.
    worker.addEventListener('error', () => resolve({ kind: 'broken' }))
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    worker.postMessage(request, [request.bytes])
  })
  return answer.finally(() => worker.terminate())
}
