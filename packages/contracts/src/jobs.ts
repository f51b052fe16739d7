import { z } from 'zod'
import { DesignId, Oid } from './ids.ts'

/** Brings a verified copy of a design here, or up to date. Its id is the design: one at a time. */
export const MirrorJob = z.object({ design: DesignId })
export type MirrorJob = z.infer<typeof MirrorJob>

/** Makes the stills of a blob that is a mesh or an image. */
export const StillJob = z.object({ design: DesignId, blob: Oid, path: z.string().max(4096) })
export type StillJob = z.infer<typeof StillJob>

/** Looks what a design's default branch shows, and asks for the stills that are missing. */
export const ShowcaseJob = z.object({ design: DesignId })
export type ShowcaseJob = z.infer<typeof ShowcaseJob>

/** Packs a repository when it has many loose objects or packs. */
export const RepackJob = z.object({ design: DesignId })
export type RepackJob = z.infer<typeof RepackJob>

export const QUEUES = { mirror: 'mirror', still: 'still', showcase: 'showcase', repack: 'repack' } as const

/** Wake-up channels between the processes of an instance. Messages are hints: who misses one loses time, not data. */
export const WAKES = { applied: 'applied', copy: 'copy', outbox: 'outbox' } as const
