/** Placeholder look until the layout is there. */
export function renderError(title: string, detail: string): string {
  const escape = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
  return `<!doctype html><title>${escape(title)}</title><h1>${escape(title)}</h1><p>${escape(detail)}</p>`
}
