import { readFileSync } from 'node:fs'
import { test as base, type Page } from '@playwright/test'
import type { ReadyFile } from '@truss/dev-network/demo/ready-file'

type Person = ReadyFile['people'][number]

export interface NetworkUnderTest {
  readonly ready: ReadyFile
  url(instance: string): string
  person(handle: string): Person
  /** Signs in at an instance through its own pages and the registry's. */
  signIn(page: Page, instance: string, handle: string): Promise<void>
}

export const test = base.extend<{ network: NetworkUnderTest }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern to know what a fixture depends on.
  network: async ({}, use) => {
    base.skip(process.env.TRUSS_CHROMIUM === '', 'there is no Chromium')
    const ready = JSON.parse(readFileSync(process.env.TRUSS_READY_FILE ?? '', 'utf8')) as ReadyFile
    const find = <T>(list: readonly T[], fits: (one: T) => boolean): T => {
      const found = list.find(fits)
      if (!found) throw new Error('not in the network')
      return found
    }
    const person = (handle: string) => find(ready.people, (one) => one.handle === handle)
    const url = (name: string) => find(ready.instances, (one) => one.name === name).url
    await use({
      ready,
      url,
      person,
      async signIn(page, instance, handle) {
        await page.goto(`${url(instance)}/signin`)
        await page.getByLabel('Name').fill(handle)
        await page.getByLabel('Password').fill(person(handle).password)
        await page.getByRole('button', { name: 'Sign in' }).click()
        await page.waitForURL(`${url(instance)}/**`)
      },
    })
  },
})

export { expect } from '@playwright/test'
