import { z } from 'zod'
import { AccountId, DesignId, Timestamp } from './ids.ts'

export const CommentId = z
  .string()
  .regex(/^c[a-z2-7]{25}$/, 'not a comment id')
  .brand<'CommentId'>()
export type CommentId = z.infer<typeof CommentId>

/** Markdown, without what a terminal or a bidi trick would act on; line breaks are kept. */
export const CommentText = z
  .string()
  .overwrite((text) => text.replace(/\r\n?/g, '\n'))
  .trim()
  .min(1, 'write something first')
  .max(10_000, 'use at most 10 000 characters')
  .refine((text) => !/[^\P{Cc}\n\t]|\p{Bidi_Control}/u.test(text), 'the text has control characters')

export const Comment = z.object({
  id: CommentId,
  design: DesignId,
  author: AccountId,
  text: CommentText,
  at: Timestamp,
})
export type Comment = z.infer<typeof Comment>
