import { searchPath } from './config.ts'

/**
 * Defects that real, old histories have and that harm nobody: the list that GitLab's Gitaly ignores.
 * https://gitlab.com/gitlab-org/gitaly, internal/git/command_description.go
 */
const HARMLESS = ['badTimezone', 'missingSpaceBeforeDate', 'zeroPaddedFilemode']

/** Names in trees that attack a checkout; git only warns about some of them when asked leniently. */
const HOSTILE = ['hasDotgit', 'hasDot', 'hasDotdot', 'fullPathname', 'nullSha1']

/** `id=severity` words as `index-pack --strict=` takes them. */
export const FSCK_SEVERITIES: readonly string[] = [
  ...HARMLESS.map((id) => `${id}=ignore`),
  ...HOSTILE.map((id) => `${id}=error`),
]

/** Settings of every git process. Given by `-c`, so neither a repository nor a machine can soften them. */
export const HARD_CONFIG: readonly string[] = [
  // Nothing that lies in a repository or in a home folder is ever executed.
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.askPass=',
  'core.alternateRefsCommand=exit 0 #',
  'credential.helper=',
  'gc.auto=0',
  'maintenance.auto=false',
  // Each process is told its repository by --git-dir; discovery is off, so ownership protects nothing here.
  'safe.directory=*',
  'safe.bareRepository=explicit',
  'protocol.allow=never',
  'http.followRedirects=false',
  'submodule.recurse=false',
  'transfer.bundleURI=false',
  'transfer.fsckObjects=true',
  // Loose objects of a push would race with maintenance; a pack is moved in one step.
  'transfer.unpackLimit=1',
  ...['receive', 'fetch'].flatMap((section) => FSCK_SEVERITIES.map((word) => `${section}.fsck.${word}`)),
  'core.protectHFS=true',
  'core.protectNTFS=true',
  'core.logAllRefUpdates=false',
  'core.quotePath=true',
  // Memory of one git process: larger blobs are streamed and never compared.
  'core.bigFileThreshold=64m',
  'pack.windowMemory=128m',
  'pack.threads=2',
  'color.ui=false',
]

/** Environment of every git process: built from nothing, plus `extra`. */
export function hardEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: searchPath(),
    LC_ALL: 'C',
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    // A path is a path: `:(glob)**` from a URL must not become a pattern.
    GIT_LITERAL_PATHSPECS: '1',
    GIT_ADVICE: '0',
    ...extra,
  }
}
