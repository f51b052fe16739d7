import { strToU8, zipSync } from 'fflate'
import type { Mesh } from './mesh.ts'

/** Metadata of the 3MF core specification that Truss writes. */
export interface Metadata3mf {
  Title?: string
  Designer?: string
  Description?: string
  LicenseTerms?: string
}

const CONTENT_TYPES = `<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
 <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
 <Default Extension="model" ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/>
</Types>
`
const RELATIONS = `<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
 <Relationship Target="/3D/3dmodel.model" Id="rel0" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/>
</Relationships>
`
/** The oldest time a zip entry can bear: equal input gives equal bytes. */
const ZIP_EPOCH = new Date(1980, 0, 1)

/** A 3MF file with one object and one build item for each mesh, where the mesh lies. Deterministic. */
export function write3mf(
  objects: readonly { name: string; mesh: Mesh }[],
  metadata: Metadata3mf = {},
): Uint8Array<ArrayBuffer> {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<model unit="millimeter" xml:lang="en-US" xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02">',
    ...Object.entries(metadata).map(
      ([name, text]) => ` <metadata name="${name}">${escapeXml(text)}</metadata>`,
    ),
    ' <resources>',
    ...objects.map(({ name, mesh }, i) => objectXml(i + 1, name, mesh)),
    ' </resources>',
    ' <build>',
    ...objects.map((_, i) => `  <item objectid="${i + 1}"/>`),
    ' </build>',
    '</model>',
    '',
  ]
  const options = { level: 6, mtime: ZIP_EPOCH } as const
  return zipSync({
    '[Content_Types].xml': [strToU8(CONTENT_TYPES), options],
    '_rels/.rels': [strToU8(RELATIONS), options],
    '3D/3dmodel.model': [strToU8(lines.join('\n')), options],
  })
}

function objectXml(id: number, name: string, mesh: Mesh): string {
  const { positions, indices } = mesh
  const lines = [`  <object id="${id}" type="model" name="${escapeXml(name)}"><mesh><vertices>`]
  for (let i = 0; i < positions.length; i += 3) {
    const [x, y, z] = [positions[i], positions[i + 1], positions[i + 2]].map((value) =>
      format(value as number),
    )
    lines.push(`<vertex x="${x}" y="${y}" z="${z}"/>`)
  }
  lines.push('</vertices><triangles>')
  for (let i = 0; i < indices.length; i += 3) {
    lines.push(`<triangle v1="${indices[i]}" v2="${indices[i + 1]}" v3="${indices[i + 2]}"/>`)
  }
  lines.push('</triangles></mesh></object>')
  return lines.join('\n')
}

/** Nine digits name every float32 exactly. */
function format(value: number): string {
  return String(Number(value.toPrecision(9)))
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
