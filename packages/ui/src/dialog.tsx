'use client'
import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import type { ReactElement, ReactNode } from 'react'

export interface DialogProps {
  trigger: ReactElement
  title: string
  children: ReactNode
  /** Buttons; wrap the one that leaves things as they are in `DialogClose`. */
  footer?: ReactNode
}

/** A dialog for one decision: what happens, what stays, and a way back. */
export function Dialog({ trigger, title, children, footer }: DialogProps) {
  return (
    <BaseDialog.Root>
      <BaseDialog.Trigger render={trigger} />
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-dialog bg-scrim" />
        <BaseDialog.Popup className="fixed top-1/2 left-1/2 z-dialog max-h-full w-full max-w-dialog -translate-x-1/2 -translate-y-1/2 overflow-auto rounded-l bg-surface shadow-3 outline-none">
          <BaseDialog.Title className="border-b border-line px-5 py-4 text-l">{title}</BaseDialog.Title>
          <div className="stack gap-3 px-5 py-4 text-s leading-snug">{children}</div>
          {footer ? (
            <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-4">{footer}</div>
          ) : null}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}

export function DialogClose({ children }: { children: ReactElement }) {
  return <BaseDialog.Close render={children} />
}
