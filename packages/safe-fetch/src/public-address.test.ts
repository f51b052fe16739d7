import { describe, expect, test } from 'vitest'
import { isPublicAddress } from './public-address.ts'

const REFUSED: Record<string, string[]> = {
  'this network': ['0.0.0.0', '0.1.2.3'],
  private: ['10.0.0.0', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255'],
  shared: ['100.64.0.0', '100.127.255.255'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  'link-local': ['169.254.0.1', '169.254.169.254', 'fe80::1', 'febf::1', 'fe80::1%eth0'],
  'protocol assignments': ['192.0.0.1', '192.0.0.170', '2001::1', '2001:1::1', '2001:20::1'],
  documentation: ['192.0.2.1', '198.51.100.7', '203.0.113.9', '2001:db8::1', '3fff::1'],
  benchmarking: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  'anycast relays': ['192.88.99.1', '192.31.196.1', '192.52.193.1', '192.175.48.1'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1', 'ff0e::1'],
  reserved: ['240.0.0.1', '255.255.255.254', '255.255.255.255', '4000::1', '::', 'f000::1'],
  'unique local': ['fc00::1', 'fd12:3456:789a::1', 'fdff::1'],
  'site-local': ['fec0::1'],
  discard: ['100::1', '100:0:0:1::1'],
  'segment routing': ['5f00::1'],
  'IPv4-mapped': ['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1', '0:0:0:0:0:ffff:10.0.0.1'],
  'IPv4-compatible': ['::127.0.0.1', '::8.8.8.8'],
  'IPv4-translated': ['::ffff:0:127.0.0.1'],
  NAT64: ['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::a00:1'],
  '6to4': ['2002:7f00:1::', '2002:a00:1::1', '2002:808:808::1'],
  Teredo: ['2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  'not an address': [
    '',
    'localhost',
    '0177.0.0.1',
    '2130706433',
    '127.1',
    '0x7f000001',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    'g::1',
    '1.2.3.4/8',
  ],
}

const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '126.255.255.255',
  '128.0.0.1',
  '169.253.255.255',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.255.255',
  '198.17.255.255',
  '198.20.0.1',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2a00:1450:4001:80b::200e',
  '2003::1',
  '2001:4860:4860::8888',
]

describe('a refused address', () => {
  const rows = Object.entries(REFUSED).flatMap(([kind, addresses]) =>
    addresses.map((address) => ({ kind, address })),
  )
  test.each(rows)('$address ($kind)', ({ address }) => expect(isPublicAddress(address)).toBe(false))
})

describe('a public address, up to the edge of each refused block', () => {
  test.each(PUBLIC)('%s', (address) => expect(isPublicAddress(address)).toBe(true))
})
