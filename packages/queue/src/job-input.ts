import { Buffer } from 'node:buffer'
import { z } from 'zod'
import type { PublishOptions } from './job-queue.ts'

const MAX_PAYLOAD_BYTES = 1024 * 1024
/** PostgreSQL refuses notifications of 8000 bytes and more, envelope included. */
const MAX_WAKE_BYTES = 4096
const MAX_BACKOFF_MS = 3_600_000

const QueueName = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/)

// A control character in an id would reach key names and SQL text columns, which refuse NUL.
const ID = /^[^\p{Cc}\p{Cs}]{1,200}$/u

const Options = z.object({
  id: z.string().regex(ID).optional(),
  delayMs: z
    .number()
    .int()
    .min(0)
    .max(30 * 86_400_000)
    .default(0),
  attempts: z.number().int().min(1).max(100).default(3),
  backoffMs: z.number().int().min(0).max(MAX_BACKOFF_MS).default(1000),
})

/** What a store keeps. The payload stays text: PostgreSQL's jsonb refuses U+0000, which JSON allows. */
export const StoredJob = z.object({ id: z.string(), json: z.string(), backoffMs: z.number() })
export type StoredJob = z.infer<typeof StoredJob>

/** @throws {z.ZodError} for a queue name outside the grammar of `JobQueue`. */
export function parseQueueName(queue: string): string {
  return QueueName.parse(queue)
}

export function parsePublishOptions(options: PublishOptions | undefined): z.infer<typeof Options> {
  return Options.parse(options ?? {})
}

/** @throws {TypeError} for what JSON cannot say, {RangeError} for more than 1 MiB of it. */
export function encodePayload(payload: unknown): string {
  const json = JSON.stringify(payload)
  if (json === undefined) throw new TypeError('a job payload must be a JSON value')
  if (Buffer.byteLength(json) > MAX_PAYLOAD_BYTES) throw new RangeError('a job payload is over 1 MiB')
  return json
}

const Wake = z.object({ channel: z.string(), message: z.string() })

/** @throws {RangeError} for a message over 4096 bytes. */
export function encodeWake(channel: string, message: string): string {
  const bytes = Buffer.byteLength(channel) + Buffer.byteLength(message)
  if (bytes > MAX_WAKE_BYTES) throw new RangeError(`a wake-up is over ${MAX_WAKE_BYTES} bytes`)
  // base64: JSON's escapes could blow 4096 bytes of control characters up beyond PostgreSQL's limit.
  return JSON.stringify({ channel: toBase64(channel), message: toBase64(message) })
}

/** @returns undefined for anything that `encodeWake` did not make. */
export function decodeWake(text: string): { channel: string; message: string } | undefined {
  try {
    const wake = Wake.parse(JSON.parse(text))
    return { channel: fromBase64(wake.channel), message: fromBase64(wake.message) }
  } catch {
    return undefined
  }
}

/** Milliseconds to wait after the failure of an attempt: doubled each time, an hour at most. */
export function backoffDelayMs(backoffMs: number, attempt: number): number {
  return Math.min(backoffMs * 2 ** (attempt - 1), MAX_BACKOFF_MS)
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString()
}
