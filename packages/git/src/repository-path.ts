import { join } from 'node:path'

/**
 * The folder of a repository: made from the design id, never from a name, so that renaming moves no file and
 * no name reaches the file system. Two levels keep folders small.
 */
export function repositoryPath(root: string, design: string): string {
  if (!/^[a-z2-7]{52}$/.test(design)) throw new Error('not a design id')
  return join(root, design.slice(0, 2), `${design}.git`)
}
