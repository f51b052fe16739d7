/** Closed outlines that are cut and lines that are engraved, in millimetres, y down as on a screen. */
export interface SheetDrawing {
  width: number
  height: number
  cuts: [number, number][][]
  circles: { x: number; y: number; radius: number }[]
  marks: [number, number][][]
}

/** SVG in real size. The sheet itself is a filled shape without a line: lasers follow lines only. */
export function sheetSvg(drawing: SheetDrawing, title: string): string {
  const { width, height, cuts, circles, marks } = drawing
  const path = (points: [number, number][], close: string) =>
    `M${points.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}${close}`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${n(width)}mm" height="${n(height)}mm" viewBox="0 0 ${n(width)} ${n(height)}">`,
    `<title>${title}</title>`,
    `<g id="sheet"><path fill="#eadfc9" d="M0 0H${n(width)}V${n(height)}H0Z"/></g>`,
    '<g id="cut" fill="none" stroke="#4a3826" stroke-width="0.5" stroke-linejoin="round">',
    ...cuts.map((points) => `<path d="${path(points, 'Z')}"/>`),
    ...circles.map(({ x, y, radius }) => `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}"/>`),
    '</g>',
    '<g id="mark" fill="none" stroke="#3f6fb5" stroke-width="0.5" stroke-linecap="round">',
    ...marks.map((points) => `<path d="${path(points, '')}"/>`),
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

/** DXF of release 12, which every laser reads: layers CUT and MARK, millimetres, y up. */
export function sheetDxf({ height, cuts, circles, marks }: SheetDrawing): string {
  const pairs: [number, string | number][] = [
    [0, 'SECTION'],
    [2, 'HEADER'],
    [9, '$ACADVER'],
    [1, 'AC1009'],
    [0, 'ENDSEC'],
    [0, 'SECTION'],
    [2, 'ENTITIES'],
  ]
  const polyline = (points: [number, number][], layer: string, closed: number) => {
    pairs.push([0, 'POLYLINE'], [8, layer], [66, 1], [70, closed])
    for (const [x, y] of points) pairs.push([0, 'VERTEX'], [8, layer], [10, n(x)], [20, n(height - y)])
    pairs.push([0, 'SEQEND'], [8, layer])
  }
  for (const points of cuts) polyline(points, 'CUT', 1)
  for (const { x, y, radius } of circles)
    pairs.push([0, 'CIRCLE'], [8, 'CUT'], [10, n(x)], [20, n(height - y)], [40, n(radius)])
  for (const points of marks) polyline(points, 'MARK', 0)
  pairs.push([0, 'ENDSEC'], [0, 'EOF'])
  return `${pairs.map(([code, value]) => `${code}\n${value}`).join('\n')}\n`
}

/** At most three digits, which is a micron. */
function n(value: number): string {
  return String(Number(value.toFixed(3)))
}
