import type { Viewer } from '@truss/contracts/views'
import { ButtonLink } from '@truss/ui/button-link'
import { Note } from '@truss/ui/note'
import { ArrowRight } from 'lucide-react'
import { webConfig } from '../config.ts'
import { atHome } from '../server/home.ts'

export interface HomeNoteProps {
  viewer: Viewer
  /** Where the same page lies at the home instance. */
  path: string
  /** What lands at home, e.g. `New designs`. */
  what: string
}

/** Says that something is done at the home instance, and leads there with all that was chosen. */
export function HomeNote({ viewer, path, what }: HomeNoteProps) {
  const { instanceName, registryUrl } = webConfig()
  const href = atHome(viewer, path)
  return (
    <div className="stack max-w-form gap-4">
      {href ? (
        <Note title={`${what} are made at your home instance, ${viewer.homeName}`}>
          <p>
            You are on {instanceName}. What you make lands on {viewer.homeName}, and everything you have
            chosen comes along. You may have to sign in there once.
          </p>
        </Note>
      ) : (
        <Note title="You have no home instance yet">
          <p>
            {what} land on an instance that hosts them for you. Choose one with your account at the registry,
            then come back.
          </p>
        </Note>
      )}
      <p>
        <ButtonLink variant="filled" size="big" href={href ?? `${registryUrl}/account`}>
          {href ? `Go on at ${viewer.homeName}` : 'Choose a home instance'}
          <ArrowRight className="icon" aria-hidden="true" />
        </ButtonLink>
      </p>
    </div>
  )
}
