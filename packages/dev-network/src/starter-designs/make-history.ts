import { write3mf } from '@truss/models/write-3mf'
import { writeStl } from '@truss/models/write-stl'
import { type Solid, toMesh } from './kernel.ts'
import { licenceText, type StarterLicence } from './licence-text.ts'
import { type ReadmeParts, readmeText } from './readme-text.ts'
import type { StarterCommit, StarterFile } from './starter-design.ts'

/** What one set of parameters makes. */
export interface Made {
  /** As they are printed: one STL each, in `stl/`. */
  parts: Record<string, Solid>
  /** As they belong together: one 3MF file named after the design, which is also what its picture shows. */
  assembly: Record<string, Solid>
  readme: Omit<ReadmeParts, 'title' | 'files' | 'licence'>
}

export interface Step<Parameters> {
  message: string
  parameters: Parameters
  /** `main` where it is not named. */
  branch?: string
  tag?: string
}

export interface Recipe<Parameters> {
  slug: string
  title: string
  licence: StarterLicence
  /** File with the parameters, such as `hinge.json`. */
  parameterFile: string
  make(parameters: Parameters): Made
  steps: Step<Parameters>[]
}

/** The commits of a printed design: the same recipe at several sets of parameters. */
export function makeHistory<Parameters extends object>(recipe: Recipe<Parameters>): StarterCommit[] {
  return recipe.steps.map(({ message, parameters, branch = 'main', tag }) => ({
    branch,
    message,
    files: filesOf(recipe, parameters),
    ...(tag !== undefined && { tag }),
  }))
}

function filesOf<Parameters>(recipe: Recipe<Parameters>, parameters: Parameters): StarterFile[] {
  const { slug, title, licence, parameterFile } = recipe
  const made = recipe.make(parameters)
  const stl = Object.entries(made.parts).map(([name, solid]) => ({
    path: `stl/${name}.stl`,
    content: writeStl(toMesh(standing(solid)), `${slug} ${name}`),
  }))
  const together = Object.entries(standingTogether(made.assembly)).map(([name, solid]) => ({
    name,
    mesh: toMesh(solid),
  }))
  const readme = readmeText({
    ...made.readme,
    title,
    licence,
    files: [
      [`${slug}.3mf`, 'all parts, as they belong together'],
      ...stl.map(({ path }): [string, string] => [path, 'one part, turned as it is printed']),
      [parameterFile, 'the parameters of this version'],
    ],
  })
  return [
    textFile('README.md', readme),
    textFile('LICENSE', licenceText(licence)),
    textFile(parameterFile, `${JSON.stringify(parameters, null, 2)}\n`),
    { path: `${slug}.3mf`, content: write3mf(together, { Title: title, LicenseTerms: licence }) },
    ...stl,
  ]
}

export function textFile(path: string, text: string): StarterFile {
  return { path, content: new TextEncoder().encode(text) }
}

/** On the bed, its middle at the origin. */
function standing(solid: Solid): Solid {
  const { min, max } = solid.boundingBox()
  return solid.translate(-(min[0] + max[0]) / 2, -(min[1] + max[1]) / 2, -min[2])
}

function standingTogether(solids: Record<string, Solid>): Record<string, Solid> {
  const floor = Math.min(...Object.values(solids).map((solid) => solid.boundingBox().min[2]))
  return Object.fromEntries(
    Object.entries(solids).map(([name, solid]) => [name, solid.translate(0, 0, -floor)]),
  )
}
