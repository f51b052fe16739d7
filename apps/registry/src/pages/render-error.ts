/** Placeholder look until the layout is there. */
export function renderError(title: string, detail: string): string {
  const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
  return `<!doctype html><title>${escaped(title)}</title><h1>${escaped(title)}</h1><p>${escaped(detail)}</p>`
}
