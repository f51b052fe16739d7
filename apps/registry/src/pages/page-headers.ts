import type { InstanceStore } from '@truss/domain/ports'

/** Headers of every page that people see: no script, no frame, and forms that lead here or on to a member. */
export async function pageHeaders(instances: Pick<InstanceStore, 'all'>): Promise<Record<string, string>> {
  const origins = (await instances.all()).map((instance) => instance.baseUrl)
  // Browsers hold form-action against the redirects that follow a form: back to the instance that asked.
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    ['form-action', "'self'", ...origins].join(' '),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  }
}
