/** What a file of a design is, as far as its name tells. */
export type ModelKind = 'mesh' | 'image' | 'board' | 'drawing' | 'cad' | 'text' | 'other'

const EXTENSIONS: Record<Exclude<ModelKind, 'other'>, readonly string[]> = {
  mesh: ['stl', '3mf', 'obj'],
  image: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'svg'],
  board: ['kicad_pcb', 'kicad_sch', 'kicad_pro', 'kicad_mod', 'kicad_sym', 'brd', 'sch', 'gbr', 'drl'],
  drawing: ['dxf', 'dwg', 'pdf'],
  cad: ['step', 'stp', 'iges', 'igs', 'brep', 'fcstd', 'scad', 'f3d', 'blend', 'sldprt', 'sldasm', 'ipt'],
  text: [
    'md',
    'txt',
    'json',
    'csv',
    'tsv',
    'yml',
    'yaml',
    'toml',
    'xml',
    'html',
    'ini',
    'cfg',
    'gcode',
    'py',
    'ts',
    'js',
  ],
}

const BY_EXTENSION = new Map(
  Object.entries(EXTENSIONS).flatMap(([kind, names]) => names.map((name) => [name, kind as ModelKind])),
)
const TEXT_NAMES = /^(readme|licen[cs]e|copying|notice|authors|changelog|\.git(ignore|attributes|modules))$/i

/** By the last extension, whatever the case; a name without one is text if it is a customary one. */
export function modelKind(fileName: string): ModelKind {
  const base = fileName.slice(fileName.lastIndexOf('/') + 1)
  if (TEXT_NAMES.test(base)) return 'text'
  return BY_EXTENSION.get(extensionOf(base)) ?? 'other'
}

/** Lower case, without the dot; empty if there is none. */
export function extensionOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.')
  return dot < 0 || dot < fileName.lastIndexOf('/') ? '' : fileName.slice(dot + 1).toLowerCase()
}
