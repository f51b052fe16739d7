import 'server-only'
import { cookies } from 'next/headers'
import { THEME_COOKIE } from '../components/theme-cookie.ts'

/** The scheme that this browser asked for; `undefined` follows the system. In a cookie, so that the first paint is right. */
export async function chosenTheme(): Promise<'light' | 'dark' | undefined> {
  const value = (await cookies()).get(THEME_COOKIE)?.value
  return value === 'light' || value === 'dark' ? value : undefined
}
