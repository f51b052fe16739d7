import { listComments } from '@truss/contracts/instance-routes'
import type { Api } from '@truss/http/api'
import type { ApiActor } from './actor.ts'
import { findDesign } from './find-design.ts'
import type { ReadRoutesDeps } from './read-deps.ts'

export function mountCommentRoutes(api: Api<ApiActor>, { stores }: Pick<ReadRoutesDeps, 'stores'>): void {
  api.mount(listComments, async ({ params }, actor) => {
    const { design } = await findDesign(stores, params)
    const comments = await stores.catalog.comments(design.id)
    const authors = await stores.catalog.accounts([...new Set(comments.map(({ author }) => author))])
    return {
      comments: comments.flatMap((comment) => {
        const author = authors.get(comment.author)
        if (!author) return []
        const mayRemove = actor !== null && [comment.author, design.owner].includes(actor.account)
        return [{ comment, author, mayRemove }]
      }),
    }
  })
}
