import { Markdown } from '../markdown.tsx'
import { type Address, filesHref, rawHref } from './design-paths.ts'
import { relativePath } from './relative-path.ts'

export interface RepositoryTextProps {
  design: Address
  /** Where the text lies: its relative addresses lead from there. */
  path: string
  at?: string | undefined
  text: string
}

/** A Markdown file of a repository: links lead to the pages of its files, pictures to their bytes. */
export function RepositoryText({ design, path, at, text }: RepositoryTextProps) {
  const place = (address: string, href: typeof rawHref) => {
    const found = relativePath(path, address)
    return found ? href(design, found.path, at) + found.hash : null
  }
  return (
    <Markdown
      text={text}
      idPrefix="readme-"
      headingShift={2}
      resolveLink={(address) => place(address, filesHref)}
      resolveImage={(address) => place(address, rawHref)}
    />
  )
}
