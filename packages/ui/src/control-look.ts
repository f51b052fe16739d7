/** Shared by input, textarea and select. */
export const CONTROL_LOOK =
  'w-full min-h-control min-w-0 rounded-m border border-line-strong bg-surface px-3 py-1 text-m leading-snug aria-invalid:border-refused read-only:bg-sunken'
