'use client'
import { Menu as BaseMenu } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'

export interface MenuProps {
  /** A button element that opens it. */
  trigger: ReactElement
  children: ReactNode
}

/** A menu that opens from a button. Its items are links and buttons of `MenuLink` and `MenuItem`. */
export function Menu({ trigger, children }: MenuProps) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner align="end" sideOffset={6} className="z-menu">
          <BaseMenu.Popup className="min-w-menu rounded-l border border-line bg-surface p-1 shadow-2 outline-none">
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  )
}

const ITEM =
  'flex min-h-control w-full items-center gap-2 rounded-m px-3 text-start text-s outline-none data-highlighted:bg-accent-soft data-highlighted:text-accent hover:no-underline'

export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return <BaseMenu.Item className={ITEM} render={<a href={href}>{children}</a>} />
}

export function MenuItem({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <BaseMenu.Item className={ITEM} onClick={onClick}>
      {children}
    </BaseMenu.Item>
  )
}

export function MenuSeparator() {
  return <BaseMenu.Separator className="my-1 h-px bg-line" />
}
