import { preload } from 'react-dom'

/** Fetches the Latin letters beside the style sheet that names them, so that text does not change its face late. */
export function FontPreload() {
  const { pathname } = new URL(
    '@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wght-normal.woff2',
    import.meta.url,
  )
  preload(pathname, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' })
  return null
}
