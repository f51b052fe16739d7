'use client'
import { Avatar } from '@truss/ui/avatar'
import { IconButton } from '@truss/ui/icon-button'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '@truss/ui/menu'
import { startTransition } from 'react'

export interface AccountMenuProps {
  person: { handle: string; name: string }
  registryUrl: string
  signOut: () => Promise<void>
}

/** What belongs to the signed-in person. Keys, tokens and the password live on the registry's own pages. */
export function AccountMenu({ person, registryUrl, signOut }: AccountMenuProps) {
  return (
    <Menu
      trigger={
        <IconButton aria-label={`Your account, ${person.handle}`}>
          <Avatar name={person.name || person.handle} />
        </IconButton>
      }
    >
      <MenuLink href={`/${person.handle}`}>Your designs</MenuLink>
      <MenuLink href="/new">New design</MenuLink>
      <MenuLink href={`${registryUrl}/account`}>Account and tokens</MenuLink>
      <MenuSeparator />
      <MenuItem onClick={() => startTransition(signOut)}>Sign out</MenuItem>
    </Menu>
  )
}
