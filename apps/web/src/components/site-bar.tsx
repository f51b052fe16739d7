import { Brand } from '@truss/ui/brand'
import { ButtonLink } from '@truss/ui/button-link'
import { IconLink } from '@truss/ui/icon-button'
import { Search } from 'lucide-react'
import { signOut } from '../actions/sign-out.ts'
import { webConfig } from '../config.ts'
import { getViewerOrNull } from '../server/viewer.ts'
import { AccountMenu } from './account-menu.tsx'
import { BarSearch } from './bar-search.tsx'
import { NavLinks } from './nav-links.tsx'
import { PhoneMenu } from './phone-menu.tsx'
import { ThemeToggle } from './theme-toggle.tsx'

/** The bar: where one is, where one can go, and who one is. */
export async function SiteBar() {
  const viewer = await getViewerOrNull()
  const { instanceName, registryUrl } = webConfig()
  const person = viewer && { handle: viewer.account.handle, name: viewer.account.displayName }
  return (
    <header className="sticky top-0 z-sticky border-b border-line bg-surface">
      <div className="page flex h-bar items-center gap-4">
        <a href="/" className="hover:no-underline">
          <Brand />
        </a>
        <span
          className="truncate border-s border-line ps-3 text-s text-ink-3"
          title={`You are on the instance ${instanceName}`}
        >
          {instanceName}
        </span>
        <BarSearch />
        <NavLinks />
        <div className="ms-auto flex flex-none items-center gap-1 lg:ms-0">
          <IconLink href="/#q" aria-label="Search" className="lg:hidden">
            <Search className="icon" aria-hidden="true" />
          </IconLink>
          <ThemeToggle />
          {person ? (
            <AccountMenu person={person} registryUrl={registryUrl} signOut={signOut} />
          ) : (
            <span className="hidden lg:block">
              <ButtonLink href="/signin" rel="nofollow">
                Sign in
              </ButtonLink>
            </span>
          )}
          <PhoneMenu signedIn={person !== null} />
        </div>
      </div>
    </header>
  )
}
