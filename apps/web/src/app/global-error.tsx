'use client'
import './globals.css'

/** Stands in for everything when even the frame of the pages could not be made. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>Not available · Truss</title>
        <main className="page stack gap-4 py-8">
          <h1>These pages are not available</h1>
          <p className="max-w-measure">
            Something broke on our side. Cloning and pushing do not need these pages and go on. Load the page
            again in a moment; if it stays, tell the operator{error.digest ? ` and name ${error.digest}` : ''}
            .
          </p>
          <p>
            <a className="link" href="/">
              Load the first page
            </a>
          </p>
        </main>
      </body>
    </html>
  )
}
