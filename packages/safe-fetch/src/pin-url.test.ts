import { describe, expect, test } from 'vitest'
import { pinUrl } from './pin-url.ts'
import type { UnsafeUrlCode } from './unsafe-url-error.ts'

const NAMES: Record<string, readonly string[]> = {
  'public.test': ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  'xn--bcher-kva.test': ['93.184.215.14'],
  'under_score.test': ['93.184.215.14'],
  localhost: ['127.0.0.1', '::1'],
  'private.test': ['10.0.0.7'],
  'private6.test': ['fd00::7'],
  'mapped.test': ['::ffff:10.0.0.7'],
  'metadata.test': ['169.254.169.254'],
  'mixed.test': ['93.184.215.14', '10.0.0.7'],
  'mixed6.test': ['93.184.215.14', '::1'],
  'empty.test': [],
  'garbage.test': ['not-an-address'],
  'octal.test': ['0177.0.0.1'],
}

const deps = {
  listedOrigins: new Set([
    'http://localhost:4310',
    'http://127.0.0.1:4311',
    'http://[::1]:4312',
    'https://private.test',
  ]),
  resolveHost: async (host: string) => {
    const addresses = NAMES[host]
    if (!addresses) throw new Error(`ENOTFOUND ${host}`)
    return addresses
  },
}
const pin = (url: string) => pinUrl(deps, url, new AbortController().signal)

const REFUSED: Record<UnsafeUrlCode, string[]> = {
  scheme: [
    '',
    'public.test',
    '//public.test/',
    '/etc/passwd',
    'ftp://public.test/',
    'file:///etc/passwd',
    'file://public.test/x',
    'gopher://public.test:70/_x',
    'data:text/plain,x',
    'javascript:alert(1)',
    'ws://public.test/',
    'git://public.test/x.git',
    'ssh://git@public.test/x.git',
    'ext::sh -c id',
    'blob:https://public.test/1',
    'view-source:https://public.test/',
    'https:public.test',
    'https:/public.test/',
    'https:\\\\public.test\\',
    'https:///public.test/',
    'https://',
    'https://public.test:99999/',
    'https://public.test:abc/',
    'https://pub lic.test/',
    'https://[::1%25eth0]/',
    'https://[::1/',
    'https://256.256.256.256/',
    'https://0x7g.0.0.1/',
    'https://1.2.3.4.5/',
    `https://public.test/${'a'.repeat(2048)}`,
    // plain http, but not at a listed origin
    'http://public.test/',
    'http://public.test:443/',
    'http://8.8.8.8/',
    'http://localhost/',
    'http://localhost:4311/',
    'http://localhost:43100/',
    'http://127.0.0.1:4310/',
    'http://127.0.0.2:4311/',
    'http://[::1]:4310/',
    'http://private.test/',
  ],
  credentials: [
    'https://user@public.test/',
    'https://user:secret@public.test/',
    'https://:secret@public.test/',
    'https://@public.test/',
    'https://public.test@127.0.0.1/',
    'https://public.test:443@127.0.0.1:80/',
    'https://a@b@public.test/',
    'https://public.test%40@127.0.0.1/',
    'http://user@localhost:4310/',
  ],
  'private-address': [
    'https://127.0.0.1/',
    'https://127.0.0.1:8443/',
    'https://10.1.2.3/',
    'https://172.20.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.100.100.200/',
    'https://0.0.0.0/',
    'https://255.255.255.255/',
    'https://224.0.0.1/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::ffff:8.8.8.8]/',
    'https://[0:0:0:0:0:ffff:7f00:1]/',
    'https://[64:ff9b::10.0.0.1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[ff02::1]/',
    // disguises, also of public addresses
    'https://0177.0.0.1/',
    'https://0x7f.0.0.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://017700000001/',
    'https://127.1/',
    'https://127.0.1/',
    'https://0/',
    'https://0x7f.1/',
    'https://127.0.0.1./',
    'https://8.8.8.8./',
    'https://010.8.8.8/',
    'https://134744072/',
    'https://0x08080808/',
    'https://8.8.2056/',
    'https://%31%32%37.0.0.1/',
    'https://１２７.0.0.1/',
    'https://127。0。0。1/',
    'https://127．0．0．1/',
    'https://①②⑦.0.0.1/',
    'https://127.0.\t0.1/',
    'http://127.1:4311/',
    'http://2130706433:4311/',
    // names
    'https://localhost/',
    'https://LOCALHOST/',
    'https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/',
    'https://localhost:4310/',
    'https://private6.test/',
    'https://mapped.test/',
    'https://metadata.test/',
    'https://mixed.test/',
    'https://mixed6.test/',
    'https://private.test:8443/',
  ],
  unresolvable: [
    'https://nowhere.test/',
    'https://empty.test/',
    'https://garbage.test/',
    'https://octal.test/',
    'https://public.test./',
    'https://localhost./',
    'https://public.test../',
    'https://.public.test/',
    'https://pub..lic.test/',
    'https://-public.test/',
    "https://public.test'/",
    'https://public.test$(id)/',
    `https://${'a'.repeat(64)}.test/`,
    `https://${'a.'.repeat(127)}test/`,
  ],
  redirect: [],
  'too-large': [],
  timeout: [],
  unreachable: [],
}

const ACCEPTED: [string, { host: string; port: number; origin: string }][] = [
  ['https://public.test', { host: 'public.test', port: 443, origin: 'https://public.test' }],
  ['https://public.test:8443/a?b#c', { host: 'public.test', port: 8443, origin: 'https://public.test:8443' }],
  ['  https://public.test/ ', { host: 'public.test', port: 443, origin: 'https://public.test' }],
  ['HTTPS://PUBLIC.TEST:443/', { host: 'public.test', port: 443, origin: 'https://public.test' }],
  ['https://public.test/a@b', { host: 'public.test', port: 443, origin: 'https://public.test' }],
  ['https://public。test/', { host: 'public.test', port: 443, origin: 'https://public.test' }],
  ['https://bücher.test/', { host: 'xn--bcher-kva.test', port: 443, origin: 'https://xn--bcher-kva.test' }],
  ['https://under_score.test/', { host: 'under_score.test', port: 443, origin: 'https://under_score.test' }],
  ['https://8.8.8.8/', { host: '8.8.8.8', port: 443, origin: 'https://8.8.8.8' }],
  [
    'https://[2606:4700:4700::1111]:8443/',
    { host: '2606:4700:4700::1111', port: 8443, origin: 'https://[2606:4700:4700::1111]:8443' },
  ],
  ['http://localhost:4310/x', { host: 'localhost', port: 4310, origin: 'http://localhost:4310' }],
  ['http://127.0.0.1:4311', { host: '127.0.0.1', port: 4311, origin: 'http://127.0.0.1:4311' }],
  ['http://[::1]:4312/', { host: '::1', port: 4312, origin: 'http://[::1]:4312' }],
  ['https://private.test/', { host: 'private.test', port: 443, origin: 'https://private.test' }],
]

describe('a refused URL', () => {
  const rows = Object.entries(REFUSED).flatMap(([code, urls]) => urls.map((url) => ({ code, url })))
  test.each(rows)('$code: $url', async ({ code, url }) => {
    await expect(pin(url)).rejects.toMatchObject({ name: 'UnsafeUrlError', code })
  })
})

describe('an accepted URL', () => {
  test.each(ACCEPTED)('%s', async (url, { host, port, origin }) => {
    const pinned = await pin(url)
    expect({ host: pinned.host, port: pinned.port, origin: pinned.url.origin }).toEqual({
      host,
      port,
      origin,
    })
    expect(pinned.addresses.length).toBeGreaterThan(0)
  })
})

test('a refusal quotes neither password nor query', async () => {
  const fault = await pin('http://public.test/?token=hunter2').catch((error: Error) => error)
  const other = await pin('https://me:hunter2@public.test/').catch((error: Error) => error)
  expect(`${fault}${other}`).not.toContain('hunter2')
})
