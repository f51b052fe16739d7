import type { IncomingMessage } from 'node:http'

/**
 * Whom to slow down. A proxy on this machine names its client last; anybody else's word about that counts
 * nothing.
 */
export function clientAddress(incoming: IncomingMessage): string {
  const peer = incoming.socket.remoteAddress ?? 'unknown'
  const named = String(incoming.headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1)
    ?.trim()
  return named && /^(?:::ffff:)?127\.|^::1$/.test(peer) ? named.slice(0, 100) : peer
}
