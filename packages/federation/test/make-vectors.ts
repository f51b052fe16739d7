import type { FeedIndex, RefName, Sha256 } from '@truss/contracts/ids'
import { contentDigest } from '../src/content-digest.ts'
import { signFeedEvent } from '../src/feed-event.ts'
import { signerOf } from '../src/instance-keys.ts'
import { kidOf, privateJwkOf, publicJwkOf } from '../src/jwk.ts'
import { EMPTY_LFS_DIGEST, lfsDigest } from '../src/lfs-digest.ts'
import { recordSha256 } from '../src/record.ts'
import { readRefState } from '../src/ref-state.ts'
import { refsDigest } from '../src/refs-digest.ts'
import { signRequest } from '../src/sign-request.ts'
import { COMPONENTS, componentValues, signatureBase } from '../src/signature-base.ts'
import { bytesOf, genesisBy, keysOf, main, NOW, pushAfter, ref } from './fixtures.ts'

const REQUEST_URL = 'https://registry.example/v1/instances/heartbeats'
const REQUEST_BODY = '{"appliedIndex":42}'

/** Examples of everything that is signed, from fixed keys: the same in every run. */
export async function makeVectors() {
  const keys = await keysOf('oak')
  const genesis = await genesisBy(keys)
  const refs = [ref('refs/heads/main', '1'), ref('refs/heads/wide', '2'), ref('refs/tags/v1', '3')]
  const first = await pushAfter(genesis.record, keys, { refs: refs.slice(0, 1) })
  const second = await pushAfter(first, keys, { refs })
  const feedPrivate = privateJwkOf(bytesOf('truss test feed key'))
  const event = {
    index: 7 as FeedIndex,
    at: NOW.toISOString(),
    body: { kind: 'ref-state' as const, design: genesis.design, record: second },
  }
  const lfs = [
    { oid: 'b'.repeat(64) as Sha256, size: 20 },
    { oid: 'a'.repeat(64) as Sha256, size: 1 },
  ]
  const unicode = [ref('refs/heads/\u{1f529}', '2'), ref('refs/heads/\uffee', '1')]
  return {
    note: 'Made from fixed keys that are public: never use them.',
    now: NOW.toISOString(),
    instance: {
      id: keys.instance,
      rootPrivateKey: keys.root,
      keys: Object.values(keys.subkeys).map(({ key }) => key),
      requestPrivateKey: keys.subkeys.request.privateKey,
      refStatePrivateKey: keys.subkeys.refState.privateKey,
    },
    genesis: { ...genesis, sha256: recordSha256(genesis.record) },
    refsDigests: [
      { head: main, refs: [], ...refsDigest({ head: main, refs: [] }) },
      { head: main, refs, ...refsDigest({ head: main, refs }) },
      {
        head: 'refs/heads/unborn',
        refs: [...unicode, ref('refs/truss/state', '9')],
        ...refsDigest({ head: 'refs/heads/unborn' as RefName, refs: unicode }),
      },
    ],
    lfsDigests: [
      { objects: [], digest: EMPTY_LFS_DIGEST, count: 0 },
      { objects: lfs, ...lfsDigest(lfs) },
    ],
    refStates: [first, second].map((record) => {
      const { payload, header, sha256 } = readRefState(record)
      return { record, header, payload, sha256 }
    }),
    feed: {
      key: publicJwkOf(feedPrivate),
      event,
      record: await signFeedEvent(event, { kid: kidOf(feedPrivate), privateKey: feedPrivate }),
    },
    request: await requestVector(signerOf(keys, 'request')),
  }
}

async function requestVector({ instance, kid, privateKey }: ReturnType<typeof signerOf>) {
  const request = new Request(REQUEST_URL, { method: 'POST', body: REQUEST_BODY })
  const signed = await signRequest(request, {
    keyid: `${instance}#${kid}`,
    privateKey,
    tag: 'truss-v1:registry',
    now: NOW,
    nonce: bytesOf('truss test nonce').subarray(0, 16),
  })
  const values = componentValues('POST', new URL(REQUEST_URL), contentDigest(Buffer.from(REQUEST_BODY)))
  const input = signed.headers.get('signature-input') ?? ''
  return {
    method: 'POST',
    url: REQUEST_URL,
    body: REQUEST_BODY,
    contentDigest: signed.headers.get('content-digest') ?? '',
    signatureInput: input,
    signature: signed.headers.get('signature') ?? '',
    signatureBase: signatureBase(
      COMPONENTS.map((name) => [name, values[name]] as const),
      input.slice('truss='.length),
    ),
  }
}
