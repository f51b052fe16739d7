/** Holds `light` or `dark`; absent while the system decides. No secret, and no address of anybody. */
export const THEME_COOKIE = 'truss-theme'
