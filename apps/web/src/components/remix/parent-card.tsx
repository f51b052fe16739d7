import { Chip } from '@truss/ui/chip'
import { describedBy, Field } from '@truss/ui/field'
import { IconLink } from '@truss/ui/icon-button'
import { Input } from '@truss/ui/input'
import { Plate } from '@truss/ui/plate'
import { Select } from '@truss/ui/select'
import { Still } from '@truss/ui/still'
import { Verdict } from '@truss/ui/verdict'
import { X } from 'lucide-react'
import { licenceAsks } from '../forms/licence-choices.ts'
import type { ChosenParent } from './chosen-parent.ts'

export interface ParentCardProps {
  parent: ChosenParent
  at: number
  /** Where the page goes when this one is taken off. */
  without: string
  folder: string
  revision: string | undefined
  folderError: string | undefined
}

/** One parent: what it is, what its licence asks, which version and which folder. */
export function ParentCard({ parent, at, without, folder, revision, folderError }: ParentCardProps) {
  const version = `revision-${at}`
  const place = `folder-${at}`
  return (
    <li>
      <Plate>
        <input type="hidden" name="parent" value={parent.name} />
        <div className="stack gap-4">
          <div className="flex items-start gap-4">
            <Still
              base={parent.still}
              alt=""
              sizes="5.5rem"
              missing=""
              className="w-thumb-l flex-none border border-line"
            />
            <div className="stack flex-1 gap-1">
              <h3>
                <a href={`/${parent.name}`}>{parent.title}</a>
              </h3>
              <p className="text-s text-ink-3">
                {parent.owner}, {parent.hostName}
              </p>
              <p className="flex flex-wrap items-center gap-2">
                <Chip tone={parent.licence ? 'plain' : 'refused'}>{parent.licence ?? 'no licence'}</Chip>
                <Verdict verdict={parent.verdict} at={parent.asOf} />
              </p>
              <p className="text-s leading-snug text-ink-2">{licenceAsks(parent.licence)}</p>
            </div>
            <IconLink href={without} aria-label={`Remove ${parent.title}`}>
              <X className="icon" aria-hidden="true" />
            </IconLink>
          </div>
          <div className="cols-auto">
            <Field id={version} label="Version">
              <Select id={version} name="revision" defaultValue={revision ?? ''}>
                <option value="">Newest</option>
                {parent.versions.map(({ ref, label }) => (
                  <option key={ref} value={ref}>
                    {label}
                  </option>
                ))}
              </Select>
            </Field>
            <Field id={place} label="Goes into folder" error={folderError}>
              <Input
                id={place}
                name="folder"
                mono
                required
                maxLength={100}
                defaultValue={folder}
                autoCapitalize="none"
                spellCheck={false}
                {...describedBy(place, { error: folderError })}
              />
            </Field>
          </div>
        </div>
      </Plate>
    </li>
  )
}
