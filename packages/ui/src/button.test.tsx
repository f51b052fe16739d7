import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Button } from './button.tsx'
import { describedBy, Field } from './field.tsx'
import { Verdict } from './verdict.tsx'

test('a blocked button stays focusable, submits nothing and says what it waits for', () => {
  const html = renderToStaticMarkup(
    <Button type="submit" blocked="Waiting for a name">
      Save
    </Button>,
  )
  expect(html).toContain('type="button"')
  expect(html).toContain('aria-disabled="true"')
  expect(html).not.toContain(' disabled')
  const reason = /aria-describedby="([^"]+)"/.exec(html)?.[1]
  expect(html).toContain(`id="${reason}"`)
  expect(html).toContain('Waiting for a name')
})

test('a waiting button takes no second click', () => {
  const html = renderToStaticMarkup(
    <Button type="submit" waiting>
      Save
    </Button>,
  )
  expect(html).toContain('type="button"')
  expect(html).toContain('aria-busy="true"')
})

test('an error is tied to its control and written as a sentence', () => {
  const html = renderToStaticMarkup(
    <Field id="slug" label="Address" hint="as in links" error="use at most 100 characters">
      <input id="slug" {...describedBy('slug', { hint: 'as in links', error: 'x' })} />
    </Field>,
  )
  expect(html).toContain('aria-describedby="slug-error slug-hint"')
  expect(html).toContain('aria-invalid="true"')
  expect(html).toContain('Use at most 100 characters.')
})

test('a verdict has a word beside its colour', () => {
  const words = (props: Parameters<typeof Verdict>[0]) =>
    renderToStaticMarkup(<Verdict {...props} />).replace(/<[^>]+>/g, '')
  expect(words({ verdict: 'verified' })).toBe('Verified')
  expect(words({ verdict: 'as-of', at: '2020-01-01T00:00:00.000Z' })).toBe('as of 1 Jan 2020')
  expect(words({ verdict: 'refused', reason: 'files differ' })).toBe('Refused: files differ')
  expect(words({ verdict: 'absent' })).toBe('No copy here')
})
