import { cableComb } from './cable-comb.ts'
import { drawerSheet } from './drawer-sheet.ts'
import { extrusionClamp } from './extrusion-clamp.ts'
import { gateHinge } from './gate-hinge.ts'
import { gateHingeWide } from './gate-hinge-wide.ts'
import { hingedSensorBox } from './hinged-box.ts'
import { loadKernel } from './kernel.ts'
import { planetaryDrive } from './planetary-drive.ts'
import { sensorBox } from './sensor-box.ts'
import { shelfBracket } from './shelf-bracket.ts'
import { spoolHolder } from './spool-holder.ts'
import type { StarterDerivative, StarterDesign } from './starter-design.ts'

/** The designs of a new network, made here and now by the geometry kernel. The same bytes each time. */
export async function buildStarterDesigns(): Promise<StarterDesign[]> {
  const kernel = await loadKernel()
  return [
    gateHinge(kernel),
    planetaryDrive(kernel),
    sensorBox(kernel),
    spoolHolder(kernel),
    extrusionClamp(kernel),
    cableComb(kernel),
    shelfBracket(kernel),
    drawerSheet(kernel),
  ]
}

/** What others made of the starter designs: a fork and a remix. The same bytes each time. */
export async function buildStarterDerivatives(): Promise<StarterDerivative[]> {
  const kernel = await loadKernel()
  return [gateHingeWide(kernel), hingedSensorBox(kernel)]
}
