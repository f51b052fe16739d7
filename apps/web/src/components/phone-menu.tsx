'use client'
import { IconButton } from '@truss/ui/icon-button'
import { Menu, MenuLink, MenuSeparator } from '@truss/ui/menu'
import { Menu as MenuIcon } from 'lucide-react'
import { SITE_LINKS } from './site-links.ts'

/** The bar's links where it has no room for them. */
export function PhoneMenu({ signedIn }: { signedIn: boolean }) {
  return (
    <div className="lg:hidden">
      <Menu
        trigger={
          <IconButton aria-label="Menu">
            <MenuIcon className="icon" aria-hidden="true" />
          </IconButton>
        }
      >
        {SITE_LINKS.map(({ href, label }) => (
          <MenuLink key={href} href={href}>
            {label}
          </MenuLink>
        ))}
        {signedIn ? null : (
          <>
            <MenuSeparator />
            <MenuLink href="/signin">Sign in</MenuLink>
          </>
        )}
      </Menu>
    </div>
  )
}
