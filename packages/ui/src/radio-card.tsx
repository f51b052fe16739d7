import type { ComponentProps, ReactNode } from 'react'

export interface RadioCardProps extends Omit<ComponentProps<'input'>, 'type' | 'title'> {
  title: ReactNode
  children?: ReactNode
}

/** One of a few ways on, with what each means. */
export function RadioCard({ title, children, ...rest }: RadioCardProps) {
  return (
    <label className="flex cursor-pointer items-start gap-2 rounded-m border border-line-strong bg-surface p-3 text-s leading-snug has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus">
      <input {...rest} type="radio" className="m-0 size-icon flex-none outline-none" />
      <span className="min-w-0">
        <strong>{title}</strong>
        {children ? <span className="block text-ink-2">{children}</span> : null}
      </span>
    </label>
  )
}
