import type { InstanceId } from '@truss/contracts/ids'
import type { DesignPage } from '@truss/contracts/views'
import { ButtonLink } from '@truss/ui/button-link'
import { CopyCommand } from '@truss/ui/copy-command'
import { Plate } from '@truss/ui/plate'
import { Download, FolderGit2 } from 'lucide-react'
import { cloneUrl, zipHref } from './design-paths.ts'

export interface GetPlateProps {
  page: DesignPage
  /** Origin of this instance. */
  here: string
  self: InstanceId
  /** What the zip holds: a release or a variant; `null` while there is nothing to download here. */
  revision: { readonly name: string; readonly release: boolean } | null
}

/** Download and clone. */
export function GetPlate({ page, here, self, revision }: GetPlateProps) {
  const address = { owner: page.design.ownerHandle, slug: page.design.slug }
  const others = page.holders.filter((holder) => holder.instance !== self)
  const held = page.copy.verdict === 'verified' || page.copy.verdict === 'as-of'
  return (
    <Plate aria-label="Get it">
      <div className="stack gap-3">
        {revision ? (
          <>
            <div className="max-lg:hidden">
              <DownloadZip page={page} revision={revision} />
            </div>
            <p className="text-s leading-snug text-ink-3">
              Zip of {revision.release ? 'this release' : 'this variant'}, without history.
            </p>
          </>
        ) : null}
        <h2 className="text-s font-medium">Clone with git</h2>
        <CopyCommand command={`git clone ${cloneUrl(here, address)}`} />
        {held ? null : (
          <p className="text-s leading-snug text-ink-3">
            It is answered by {page.hostName}, which holds the files.
          </p>
        )}
        {others.length > 0 ? (
          <details>
            <summary className="inline-flex min-h-control items-center gap-2 text-s font-medium hover:underline">
              <FolderGit2 className="icon" aria-hidden="true" />
              Other holders <span className="font-normal text-ink-3">{others.length}</span>
            </summary>
            <ul className="stack gap-3 pt-2">
              {others.map((holder) => (
                <li key={holder.instance} className="stack gap-1">
                  <span className="text-s">
                    {holder.name} <span className="text-ink-3">{holder.host ? 'host' : 'mirror'}</span>
                  </span>
                  <CopyCommand
                    command={`git clone ${cloneUrl(holder.baseUrl, address)}`}
                    label={`Copy for ${holder.name}`}
                  />
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
    </Plate>
  )
}

/** The one filled button of the page. */
export function DownloadZip({
  page,
  revision,
}: Pick<GetPlateProps, 'page'> & { revision: { name: string } }) {
  const address = { owner: page.design.ownerHandle, slug: page.design.slug }
  return (
    <ButtonLink variant="filled" size="big" block href={zipHref(address, revision.name)} rel="nofollow">
      <Download className="icon" aria-hidden="true" />
      <span className="truncate">Download {revision.name}</span>
    </ButtonLink>
  )
}
