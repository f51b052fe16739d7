/** Drawings instead of renders: a plate, a box or a disc in twelve greys, lit from the upper left. */
export function sampleStill(name: string, dark: boolean): string {
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0)
  const height = 60 + (sum % 5) * 22
  const width = 90 + (sum % 4) * 20
  const [top, left, right, edge] = dark
    ? ['#a9b0b4', '#6d7478', '#4d5357', '#14181b']
    : ['#d9dee1', '#a4abaf', '#83898d', '#333a40']
  const [x, y] = [240, 165 - height / 2]
  const [dx, dy] = [width, width * 0.5]
  const line = `stroke="${edge}" stroke-width="1.2" stroke-linejoin="round"`
  const hole =
    sum % 3 === 0
      ? ''
      : `<ellipse cx="${x}" cy="${y}" rx="${width * 0.36}" ry="${width * 0.18}" fill="${right}" ${line}/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 360">
<ellipse cx="${x + 40}" cy="${y + height + dy * 0.6}" rx="${dx * 1.1}" ry="${dy * 0.7}" fill="#000" opacity="0.14"/>
<path d="M${x - dx} ${y}L${x} ${y + dy}V${y + dy + height}L${x - dx} ${y + height}Z" fill="${left}" ${line}/>
<path d="M${x + dx} ${y}L${x} ${y + dy}V${y + dy + height}L${x + dx} ${y + height}Z" fill="${right}" ${line}/>
<path d="M${x - dx} ${y}L${x} ${y - dy}L${x + dx} ${y}L${x} ${y + dy}Z" fill="${top}" ${line}/>${hole}</svg>`
}
