'use client'
import { Button } from '@truss/ui/button'
import { ButtonLink } from '@truss/ui/button-link'
import { Note } from '@truss/ui/note'
import { RotateCcw } from 'lucide-react'

/** A page that could not be made. The digest names the error in the log; nothing of it is shown. */
export default function PageError({
  error,
  retry,
}: {
  error: Error & { digest?: string }
  retry: () => void
}) {
  return (
    <div className="stack max-w-form gap-5">
      <h1>This page could not be made</h1>
      <Note kind="refused" title="Something broke on our side, or the instance did not answer" role="alert">
        <p>
          Nothing that you did was lost. Cloning and pushing do not need these pages and go on. Try again in a
          moment; if it stays, tell the operator{error.digest ? ` and name ${error.digest}` : ''}.
        </p>
      </Note>
      <div className="flex flex-wrap gap-2">
        <Button variant="filled" onClick={retry}>
          <RotateCcw className="icon" aria-hidden="true" />
          Try again
        </Button>
        <ButtonLink href="/">Show all designs</ButtonLink>
      </div>
    </div>
  )
}
