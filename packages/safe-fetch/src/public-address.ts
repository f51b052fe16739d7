import ipaddr from 'ipaddr.js'

/**
 * IPv6 blocks that carry an IPv4 address, or that are no global unicast although ipaddr.js calls them so.
 * Sources: IANA's special-purpose registries, RFC 6052, 8215, 7526, 4380, 9637, 9602, 3879.
 */
const REFUSED_V6 = [
  '::/96', // IPv4-compatible, deprecated
  '::ffff:0:0/96', // IPv4-mapped
  '::ffff:0:0:0/96', // IPv4-translated (SIIT)
  '64:ff9b::/96', // NAT64
  '64:ff9b:1::/48', // NAT64, local use
  '100::/64', // discard
  '100:0:0:1::/64', // dummy prefix
  '2001::/23', // IETF protocol assignments, Teredo among them
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '3fff::/20', // documentation
  '5f00::/16', // SRv6 segment ids
  'fec0::/10', // site-local, deprecated
].map((block) => ipaddr.IPv6.parseCIDR(block))

/** IPv4 blocks that ipaddr.js calls unicast although no stranger's server lives there. */
const REFUSED_V4 = [
  '192.88.99.0/24', // 6to4 relays, deprecated
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.175.48.0/24', // AS112
].map((block) => ipaddr.IPv4.parseCIDR(block))

const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an address, in its canonical text form, is public unicast: not loopback, private, link-local, shared
 * (CGNAT), multicast, reserved, and no IPv6 address with an IPv4 address inside, which a translator on
 * the way would unpack. A zone (`%eth0`) is refused.
 */
export function isPublicAddress(address: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) {
    const v4 = ipaddr.IPv4.parse(address)
    return v4.range() === 'unicast' && !REFUSED_V4.some((block) => v4.match(block))
  }
  if (address.includes('%') || !ipaddr.IPv6.isValid(address)) return false
  const v6 = ipaddr.IPv6.parse(address)
  if (!v6.match(GLOBAL_UNICAST_V6) || v6.range() !== 'unicast') return false
  return !REFUSED_V6.some((block) => v6.match(block))
}
