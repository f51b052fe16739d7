import { html } from 'hono/html'
import type { Html } from './layout.ts'

export interface FieldOptions {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'password' | 'email' | 'number'
  readonly value?: string
  readonly hint?: string
  readonly error?: string | undefined
  readonly autocomplete?: string
  readonly required?: boolean
  readonly maxlength?: number
}

/** A labelled input; its hint and error are tied to it for those who cannot see them. */
export function field(options: FieldOptions): Html {
  const {
    name,
    label,
    type = 'text',
    value = '',
    hint,
    error,
    autocomplete = 'off',
    required = false,
  } = options
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ')
  return html`<div class="field"><label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}" maxlength="${options.maxlength ?? 300}"
 autocapitalize="none" spellcheck="false" ${required ? 'required' : ''} aria-invalid="${error ? 'true' : 'false'}" aria-describedby="${described}">
${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : ''}${error ? html`<p class="note no" id="${name}-error">${error}</p>` : ''}</div>`
}

export function problemNote(text: string | undefined): Html {
  return text ? html`<div class="note no" role="alert">${text}</div>` : html``
}

export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`
}
