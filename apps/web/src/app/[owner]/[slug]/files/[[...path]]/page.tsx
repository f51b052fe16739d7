import type { FileView, TreeView } from '@truss/contracts/git-views'
import type { DesignPage } from '@truss/contracts/views'
import { ButtonLink } from '@truss/ui/button-link'
import { EmptyState } from '@truss/ui/empty-state'
import { Plate } from '@truss/ui/plate'
import { Download, FileDown, History } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { CopyNote, NotHere } from '../../../../../components/design/copy-note.tsx'
import { DesignFrame } from '../../../../../components/design/design-frame.tsx'
import {
  type Address,
  decodePath,
  encodePath,
  filesHref,
  historyHref,
  rawHref,
  zipHref,
} from '../../../../../components/design/design-paths.ts'
import { FileBody } from '../../../../../components/design/file-body.tsx'
import { FileCrumbs } from '../../../../../components/design/file-crumbs.tsx'
import { formatSize } from '../../../../../components/design/format-numbers.ts'
import { MissingAt } from '../../../../../components/design/missing-at.tsx'
import { nameOf } from '../../../../../components/design/path-crumbs.ts'
import { RefChooser } from '../../../../../components/design/ref-chooser.tsx'
import { branchesInOrder, newestFirst } from '../../../../../components/design/ref-order.ts'
import { RepositoryText } from '../../../../../components/design/repository-text.tsx'
import { tabMetadata } from '../../../../../components/design/tab-pages.ts'
import { TreeTable } from '../../../../../components/design/tree-table.tsx'
import {
  addressOf,
  getDesign,
  getFile,
  getRefs,
  getTree,
  oneOf,
  valueIfHere,
} from '../../../../../server/design-content.ts'

interface Props {
  params: Promise<{ owner: string; slug: string; path?: string[] }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

async function placeOf(params: Props['params']): Promise<{ address: Address; path: string }> {
  const path = decodePath((await params).path ?? [])
  if (path === undefined) notFound()
  return { address: await addressOf(params), path }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const address = await addressOf(params)
  // Unlike the page's own, these come decoded.
  const path = ((await params).path ?? []).join('/')
  const { design } = await getDesign(address)
  const tail = path === '' ? 'files' : `files/${encodePath(path)}`
  return tabMetadata(path === '' ? 'Files' : nameOf(path), { title: design.details.title, address }, tail)
}

export default async function FilesPage({ params, searchParams }: Props) {
  const { address, path } = await placeOf(params)
  const query = await searchParams
  const at = oneOf(query.at)
  const page = await getDesign(address)
  const tree = await getTree(address, path, at)
  // The address does not say whether it names a folder or a file.
  const file = tree.kind === 'missing' && path !== '' ? await getFile(address, path, at) : tree
  const tail = path === '' ? 'files' : `files/${encodePath(path)}`
  if (file.kind === 'missing' && path !== '' && !at) notFound()
  return (
    <DesignFrame page={page} tab="files">
      {file.kind === 'not-here' ? (
        <NotHere page={page} tail={tail} reason={file.reason} />
      ) : file.kind === 'missing' && at ? (
        <MissingAt design={address} at={at} path={path} />
      ) : file.kind === 'missing' ? (
        <EmptyState title="No files yet">
          <p>The first push makes them.</p>
        </EmptyState>
      ) : (
        <>
          <CopyNote page={page} tail={tail} />
          {'entries' in file.value ? (
            <Folder page={page} address={address} at={at} tree={file.value} />
          ) : (
            <OneFile
              page={page}
              address={address}
              at={at}
              file={file.value}
              source={oneOf(query.view) === 'source'}
            />
          )}
        </>
      )}
    </DesignFrame>
  )
}

interface PlaceProps {
  page: DesignPage
  address: Address
  at: string | undefined
}

async function Chooser({
  address,
  at,
  path,
  commit,
}: Omit<PlaceProps, 'page'> & { path: string; commit: string }) {
  const refs = valueIfHere(await getRefs(address))
  if (!refs) return null
  const branches = branchesInOrder(refs)
  const head = branches.find(({ name }) => name === refs.head)
  return (
    <RefChooser
      action={filesHref(address, path)}
      branches={branches.map(({ short }) => short)}
      tags={newestFirst(refs.tags).map(({ short }) => short)}
      current={at ?? head?.short ?? commit}
    />
  )
}

async function Folder({ address, at, tree, page }: PlaceProps & { tree: TreeView }) {
  const readme = tree.entries.find(
    ({ kind, name }) => kind === 'blob' && /^readme(?:\.(?:md|markdown|txt))?$/i.test(name),
  )
  const text = readme ? valueIfHere(await getFile(address, readme.path, at)) : null
  return (
    <div className="stack gap-4">
      <h2 className="vh">Files of {page.design.details.title}</h2>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="flex min-w-0 flex-wrap items-center gap-3">
          <Chooser address={address} at={at} path={tree.path} commit={tree.revision.commit} />
          <FileCrumbs design={address} path={tree.path} at={at} />
        </div>
        <div className="flex flex-wrap gap-2">
          <ButtonLink variant="bare" href={historyHref(address, { ...(at ? { at } : {}), path: tree.path })}>
            <History className="icon" aria-hidden="true" />
            History{tree.path === '' ? '' : ' of this folder'}
          </ButtonLink>
          <ButtonLink href={zipHref(address, at)} rel="nofollow">
            <Download className="icon" aria-hidden="true" />
            Zip of everything
          </ButtonLink>
        </div>
      </div>
      {tree.entries.length === 0 ? (
        <EmptyState title="This folder is empty" />
      ) : (
        <Plate flush aria-label="Files">
          <TreeTable design={address} at={at} path={tree.path} entries={tree.entries} />
          {tree.truncated ? (
            <p className="border-t border-line px-4 py-3 text-s text-ink-2">
              The folder holds more than is listed. A clone or the zip has everything.
            </p>
          ) : null}
        </Plate>
      )}
      {readme && text?.text != null ? (
        <Plate title={readme.name} titleId="readme">
          {text.kind === 'markdown' ? (
            <RepositoryText design={address} path={readme.path} at={at} text={text.text} />
          ) : (
            <pre className="overflow-x-auto text-s whitespace-pre-wrap">{text.text}</pre>
          )}
        </Plate>
      ) : null}
    </div>
  )
}

function OneFile({ page, address, at, file, source }: PlaceProps & { file: FileView; source: boolean }) {
  const name = nameOf(file.path)
  return (
    <div className="stack gap-4">
      <h2 className="vh">{file.path}</h2>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="flex min-w-0 flex-wrap items-center gap-3">
          <Chooser address={address} at={at} path={file.path} commit={file.revision.commit} />
          <FileCrumbs design={address} path={file.path} at={at} />
          <span className="font-mono text-xs whitespace-nowrap text-ink-3">{formatSize(file.size)}</span>
        </div>
        <div className="flex flex-wrap gap-2">
          <ButtonLink variant="bare" href={historyHref(address, { ...(at ? { at } : {}), path: file.path })}>
            <History className="icon" aria-hidden="true" />
            History
          </ButtonLink>
          <ButtonLink variant="bare" href={rawHref(address, file.path, at)}>
            <FileDown className="icon" aria-hidden="true" />
            Raw
          </ButtonLink>
          <ButtonLink href={rawHref(address, file.path, at)} download={name}>
            <Download className="icon" aria-hidden="true" />
            Download
          </ButtonLink>
        </div>
      </div>
      <FileBody page={page} design={address} at={at} file={file} source={source} />
    </div>
  )
}
