/** The face of the pages, Latin, all weights (woff2, OFL-1.1), for servers that hand it out themselves. Node only. */
export function latinFontFile(): URL {
  return new URL(
    import.meta.resolve('@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wght-normal.woff2'),
  )
}
