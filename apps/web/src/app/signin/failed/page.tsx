import { ButtonLink } from '@truss/ui/button-link'
import { Note } from '@truss/ui/note'
import type { Metadata } from 'next'
import { webConfig } from '../../../config.ts'

export const metadata: Metadata = { title: 'Not signed in', robots: { index: false } }

interface Words {
  title: string
  what: string
}

/** next-auth's error codes, in the order in which a sign-in meets them. */
const WORDS: Record<string, Words> = {
  OAuthSignin: {
    title: 'The registry does not answer',
    what: 'People sign in at the registry, and it could not be reached. Reading and cloning go on without it. Try again in a few minutes.',
  },
  OAuthCallback: {
    title: 'The registry did not confirm it',
    what: 'Either you said no, or too much time went by, or the page was opened in another browser than the one you started in. Nothing was changed. Try again from here.',
  },
  Callback: {
    title: 'This instance could not keep the session',
    what: 'The registry knows you, but storing the session here failed. Try again; if it stays, tell the operator of this instance.',
  },
  AccessDenied: {
    title: 'Not allowed',
    what: 'The registry does not let this account sign in here.',
  },
}

const OTHER: Words = {
  title: 'Signing in did not work',
  what: 'Nothing was changed. Try again; if it stays, tell the operator of this instance.',
}

export default async function SignInFailedPage(props: {
  searchParams: Promise<{ error?: string | string[] }>
}) {
  const { error } = await props.searchParams
  const words = (typeof error === 'string' && Object.hasOwn(WORDS, error) && WORDS[error]) || OTHER
  return (
    <div className="stack max-w-form gap-5">
      <h1>You are not signed in</h1>
      <Note kind="refused" title={words.title} role="alert">
        <p>{words.what}</p>
      </Note>
      <div className="flex flex-wrap gap-2">
        <ButtonLink href="/signin" variant="filled" rel="nofollow">
          Try again
        </ButtonLink>
        <ButtonLink href={webConfig().registryUrl}>Look at the registry</ButtonLink>
        <ButtonLink href="/" variant="bare">
          Go on without signing in
        </ButtonLink>
      </div>
    </div>
  )
}
