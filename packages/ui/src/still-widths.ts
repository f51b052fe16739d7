/** Widths in pixels in which stills are drawn. */
export const STILL_WIDTHS = [480, 1200] as const
