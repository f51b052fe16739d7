import type { TreeEntry } from '@truss/contracts/git-views'
import { Box, CornerUpRight, File, FileImage, FileText, Folder, FolderGit2 } from 'lucide-react'

const ENDINGS: readonly (readonly [RegExp, typeof File])[] = [
  [/\.(?:stl|3mf|obj|step|stp|iges|f3d|fcstd|scad|ply|glb|gltf)$/i, Box],
  [/\.(?:png|jpe?g|gif|webp|avif|svg|dxf)$/i, FileImage],
  [
    /(?:\.(?:md|markdown|txt|csv|json|ya?ml|toml|xml|pdf|py|c|h|cpp|gcode)|^(?:readme|licen[cs]e|copying))$/i,
    FileText,
  ],
]

/** A sign for the kind of an entry; the name beside it says the rest. */
export function FileIcon({ entry }: { entry: Pick<TreeEntry, 'kind' | 'name'> }) {
  const Icon =
    entry.kind === 'tree'
      ? Folder
      : entry.kind === 'submodule'
        ? FolderGit2
        : entry.kind === 'symlink'
          ? CornerUpRight
          : (ENDINGS.find(([ending]) => ending.test(entry.name))?.[1] ?? File)
  return (
    <Icon className={`icon ${entry.kind === 'tree' ? 'text-accent' : 'text-ink-3'}`} aria-hidden="true" />
  )
}
