'use client'
import { describedBy, Field } from '@truss/ui/field'
import { Input } from '@truss/ui/input'
import { useState } from 'react'
import { slugOf } from './slug-of.ts'

export interface NameFieldsProps {
  /** Before the slug, e.g. `oak.example/mara/`. */
  place: string
  title?: string | undefined
  slug?: string | undefined
  titleError?: string | undefined
  slugError?: string | undefined
}

/** Title and address; while nobody has touched the address it follows the title. */
export function NameFields({ place, title = '', slug, titleError, slugError }: NameFieldsProps) {
  const [typedTitle, setTitle] = useState(title)
  const [typedSlug, setSlug] = useState(slug)
  const shown = typedSlug ?? slugOf(typedTitle)
  const hint = `${place}${shown || '…'}`
  return (
    <div className="cols-auto">
      <Field id="title" label="Name" error={titleError}>
        <Input
          id="title"
          name="title"
          value={typedTitle}
          onChange={(event) => setTitle(event.target.value)}
          maxLength={120}
          required
          autoComplete="off"
          {...describedBy('title', { error: titleError })}
        />
      </Field>
      <Field id="slug" label="Address" hint={hint} error={slugError}>
        <Input
          id="slug"
          name="slug"
          mono
          value={shown}
          onChange={(event) => setSlug(event.target.value)}
          maxLength={100}
          required
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          {...describedBy('slug', { hint, error: slugError })}
        />
      </Field>
    </div>
  )
}
