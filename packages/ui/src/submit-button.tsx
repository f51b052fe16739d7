'use client'
import { useFormStatus } from 'react-dom'
import { Button, type ButtonProps } from './button.tsx'

/** Submits the form around it and shows that the form is on its way. */
export function SubmitButton(props: Omit<ButtonProps, 'type' | 'waiting'>) {
  const { pending } = useFormStatus()
  return <Button variant="filled" {...props} type="submit" waiting={pending} />
}
