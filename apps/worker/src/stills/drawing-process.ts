import { buffer } from 'node:stream/consumers'
import { ModelError } from '@truss/models/model-error'
import { drawStills } from './draw-stills.ts'
import { encodeAnswer } from './drawing-answer.ts'

/*
 * A process of its own for each file: what a file makes the drawing do (loop, eat memory, crash a decoder) ends
 * here. The file comes on stdin; the answer goes to stdout.
 */

const [, , source = '', fileName = ''] = process.argv

async function answer(): Promise<Buffer> {
  const bytes = await buffer(process.stdin)
  try {
    return encodeAnswer(await drawStills(source === 'image' ? 'image' : 'mesh', fileName, bytes))
  } catch (error) {
    if (error instanceof ModelError) return encodeAnswer({ unfit: error.message })
    throw error
  }
}

process.stdout.end(await answer())
