import { Comment } from '@truss/contracts/social'
import type { SocialStore } from '@truss/domain/ports'
import { and, count, eq, gt } from 'drizzle-orm'
import { appendEvents } from './append-events.ts'
import type { RegistryDb } from './registry-db.ts'
import { comments, likes } from './tables.ts'

export function createSocialStore(db: RegistryDb): SocialStore {
  return {
    setLike(design, account, liked) {
      return db.transaction(async (tx) => {
        const changed = liked
          ? await tx.insert(likes).values({ design, account }).onConflictDoNothing().returning()
          : await tx
              .delete(likes)
              .where(and(eq(likes.design, design), eq(likes.account, account)))
              .returning()
        if (changed.length === 0) return undefined
        return appendEvents(tx, [{ kind: 'like', design, account, liked }])
      })
    },
    addComment(comment) {
      return db.transaction(async (tx) => {
        await tx.insert(comments).values({ ...comment, at: new Date(comment.at) })
        return appendEvents(tx, [{ kind: 'comment', comment }])
      })
    },
    async comment(id) {
      const [row] = await db.select().from(comments).where(eq(comments.id, id))
      return row && Comment.parse({ ...row, at: row.at.toISOString() })
    },
    removeComment(comment) {
      return db.transaction(async (tx) => {
        await tx.delete(comments).where(eq(comments.id, comment.id))
        return appendEvents(tx, [{ kind: 'comment-removed', design: comment.design, comment: comment.id }])
      })
    },
    async commentsSince(author, since) {
      const [row] = await db
        .select({ n: count() })
        .from(comments)
        .where(and(eq(comments.author, author), gt(comments.at, since)))
      return row?.n ?? 0
    },
  }
}
