import { Plate } from '@truss/ui/plate'

/** What the first version of a remix holds. */
export function FolderPreview({ folders }: { folders: readonly string[] }) {
  return (
    <div className="stick">
      <Plate
        title="What will be made"
        footer="The first version has all parents as its history, so their later changes can be taken over."
      >
        <ul className="stack gap-1 font-mono text-s">
          {folders.map((folder, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two parents may have the same folder until one is changed
            <li key={at}>{folder}/</li>
          ))}
          <li className="flex flex-wrap justify-between gap-2">
            README.md <span className="font-sans text-ink-3">started for you</span>
          </li>
        </ul>
      </Plate>
    </div>
  )
}
