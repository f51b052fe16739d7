import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { runCommand, runNode } from './run-command.ts'

/** Where no package manager helps: Playwright's own browser, downloaded when it is not there. */
export async function playwrightChromium(say: (text: string) => void): Promise<string | undefined> {
  const file = chromium.executablePath()
  if (existsSync(file) && (await runs(file))) return file
  say("downloading Playwright's own Chromium")
  const install = ['node_modules/@playwright/test/cli.js', ['install', '--no-shell', 'chromium']] as const
  const { code } = await runNode(install[0], install[1])
  if (code !== 0 || !existsSync(file)) return undefined
  if (await runs(file)) return file
  say("Playwright's Chromium does not run here: libraries of the system are missing")
  return undefined
}

async function runs(file: string): Promise<boolean> {
  return (await runCommand(file, ['--version'])).code === 0
}
