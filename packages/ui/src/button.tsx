import { LoaderCircle } from 'lucide-react'
import { type ComponentProps, useId } from 'react'
import { type ButtonLook, buttonLook } from './button-look.ts'
import { classes } from './classes.ts'

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'>, ButtonLook {
  /** Work is under way: the button keeps its width and takes no second click. */
  waiting?: boolean | undefined
  /** Why it cannot be used now. The button stays focusable and says so below itself. */
  blocked?: string | undefined
}

/** A button. Never `disabled`: what is blocked stays reachable and gives its reason. */
export function Button(props: ButtonProps) {
  const { variant, size, block, waiting, blocked, className, children, type = 'button', ...rest } = props
  const reason = useId()
  const inert = waiting || blocked !== undefined
  const button = (
    <button
      {...rest}
      // A blocked submit must not submit, also where no script runs.
      type={inert ? 'button' : type}
      onClick={inert ? undefined : rest.onClick}
      aria-disabled={inert || undefined}
      aria-busy={waiting || undefined}
      aria-describedby={blocked ? reason : rest['aria-describedby']}
      className={classes(buttonLook({ variant, size, block }, blocked !== undefined), className)}
    >
      {waiting ? <LoaderCircle className="icon motion-safe:animate-spin" aria-hidden="true" /> : null}
      {children}
    </button>
  )
  if (blocked === undefined) return button
  return (
    <span className={classes('inline-grid justify-items-start gap-1', block && 'w-full')}>
      {button}
      <span id={reason} className="text-s leading-snug text-ink-2">
        {blocked}
      </span>
    </span>
  )
}
