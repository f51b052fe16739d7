/** Where git is looked for when the environment names no search path. */
const FALLBACK_PATH = '/usr/local/bin:/usr/bin:/bin'

/** The search path of this process: the one variable that git processes take over from it. */
export function searchPath(): string {
  return process.env.PATH ?? FALLBACK_PATH
}
