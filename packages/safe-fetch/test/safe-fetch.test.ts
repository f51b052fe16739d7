import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createSafeFetch, type SafeFetchOptions } from '../src/safe-fetch.ts'

const LIMITS = { timeoutMs: 5000, maxBytes: 1000, userAgent: 'truss-test' }

async function serve(listener: RequestListener, { host = '127.0.0.1', port = 0 } = {}) {
  const server = createServer(listener).listen(port, host)
  await once(server, 'listening')
  const { port: bound } = server.address() as AddressInfo
  return {
    port: bound,
    origin: `http://${host}:${bound}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const fetchFor = (origin: string, more: Partial<SafeFetchOptions> = {}) =>
  createSafeFetch({ ...LIMITS, allowPrivateOrigins: [origin], ...more })

test('a listed origin answers with status, headers and body', async () => {
  await using server = await serve((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      response.writeHead(418, { 'x-tea': 'pot' }).end(`${request.method} ${request.url} ${body}`)
    })
  })
  const { safeFetch } = fetchFor(server.origin)
  const response = await safeFetch(`${server.origin}/a?b=c`, { method: 'POST', body: 'hello' })
  expect(response.status).toBe(418)
  expect(response.headers['x-tea']).toBe('pot')
  expect(await response.text()).toBe('POST /a?b=c hello')
})

test('nothing goes out that the caller did not give, but the user agent', async () => {
  await using server = await serve((request, response) => {
    response.setHeader('set-cookie', 'a=b')
    response.end(JSON.stringify(request.headers))
  })
  const { safeFetch } = fetchFor(server.origin)
  await (await safeFetch(server.origin)).bytes()
  const sent = (await (await safeFetch(server.origin, { headers: { accept: 'x/y' } })).json()) as object
  expect(Object.keys(sent).toSorted()).toEqual(['accept', 'connection', 'host', 'user-agent'])
  expect(sent).toMatchObject({ 'user-agent': 'truss-test', accept: 'x/y' })
})

test('the neighbour port of a listed origin is refused before anything is sent', async () => {
  let hits = 0
  await using listed = await serve((_request, response) => void response.end('ok'))
  await using neighbour = await serve((_request, response) => {
    hits += 1
    response.end()
  })
  const { safeFetch } = fetchFor(listed.origin)
  expect(await (await safeFetch(listed.origin)).text()).toBe('ok')
  await expect(safeFetch(neighbour.origin)).rejects.toMatchObject({ code: 'scheme' })
  const secure = neighbour.origin.replace('http:', 'https:')
  await expect(safeFetch(secure)).rejects.toMatchObject({ code: 'private-address' })
  expect(hits).toBe(0)
})

test.each([301, 302, 303, 307, 308, 300])(
  'a redirect with %i is an error that names its target',
  async (status) => {
    let hits = 0
    await using server = await serve((_request, response) => {
      hits += 1
      response.writeHead(status, { location: 'http://169.254.169.254/latest?token=hunter2' }).end('moved')
    })
    const { safeFetch } = fetchFor(server.origin)
    const fault = await safeFetch(server.origin).catch((error: Error) => error)
    expect(fault).toMatchObject({
      code: 'redirect',
      message: `${server.origin} redirects to http://169.254.169.254/latest`,
    })
    expect(hits).toBe(1)
  },
)

test('a redirect within a listed origin is not followed either', async () => {
  await using server = await serve(
    (_request, response) => void response.writeHead(302, { location: '/next' }).end(),
  )
  const { safeFetch } = fetchFor(server.origin)
  await expect(safeFetch(server.origin)).rejects.toMatchObject({ code: 'redirect' })
})

test('the socket goes to the checked address, though the name answers otherwise afterwards', async () => {
  await using first = await serve((_request, response) => void response.end('checked'))
  await using _second = await serve((_request, response) => void response.end('rebound'), {
    host: '127.0.0.2',
    port: first.port,
  })
  const answers = [['127.0.0.1'], ['127.0.0.2']]
  let asked = 0
  const origin = `http://pin.test:${first.port}`
  const { safeFetch } = fetchFor(origin, {
    resolveHost: async () => {
      asked += 1
      return answers.shift() ?? ['127.0.0.2']
    },
  })
  expect(await (await safeFetch(origin)).text()).toBe('checked')
  expect(asked).toBe(1)
  expect(await (await safeFetch(origin)).text()).toBe('rebound')
})

test('a name that turns from public to private keeps its first answer in hand and is refused the next time', async () => {
  const answers = [['93.184.215.14'], ['127.0.0.1'], ['93.184.215.14', '127.0.0.1']]
  const { resolvePinned } = createSafeFetch({
    ...LIMITS,
    allowPrivateOrigins: [],
    resolveHost: async () => answers.shift() ?? [],
  })
  expect(await resolvePinned('https://rebind.test:8443/x.git')).toEqual({
    origin: 'https://rebind.test:8443',
    host: 'rebind.test',
    port: 8443,
    addresses: ['93.184.215.14'],
  })
  await expect(resolvePinned('https://rebind.test/')).rejects.toMatchObject({ code: 'private-address' })
  await expect(resolvePinned('https://rebind.test/')).rejects.toMatchObject({ code: 'private-address' })
})

test('an announced body over the limit is refused before it is read', async () => {
  await using server = await serve((_request, response) => void response.end('x'.repeat(1001)))
  const { safeFetch } = fetchFor(server.origin)
  await expect(safeFetch(server.origin)).rejects.toMatchObject({ code: 'too-large' })
  await expect(safeFetch(server.origin, { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: 'too-large' })
  expect((await safeFetch(server.origin, { method: 'HEAD' })).status).toBe(200)
})

test('a body that does not end is cut at the limit', async () => {
  const cut = Promise.withResolvers<void>()
  await using server = await serve((_request, response) => {
    const timer = setInterval(() => response.write('x'.repeat(100)), 1)
    response.on('close', () => {
      clearInterval(timer)
      cut.resolve()
    })
  })
  const { safeFetch } = fetchFor(server.origin)
  const response = await safeFetch(server.origin, { maxBytes: 550 })
  let received = 0
  const read = async () => {
    for await (const chunk of response.body) received += chunk.byteLength
  }
  await expect(read()).rejects.toMatchObject({ code: 'too-large' })
  expect(received).toBeLessThanOrEqual(550)
  await cut.promise
})

test('a body of exactly the limit passes', async () => {
  await using server = await serve((_request, response) => void response.end('x'.repeat(1000)))
  expect(await (await fetchFor(server.origin).safeFetch(server.origin)).bytes()).toHaveLength(1000)
})

test.each([
  ['headers', (() => {}) satisfies RequestListener],
  ['the body', ((_request, response) => void response.write('x')) satisfies RequestListener],
])('time is up while waiting for %s', async (_part, listener) => {
  await using server = await serve(listener)
  const { safeFetch } = fetchFor(server.origin, { timeoutMs: 150 })
  const exchange = async () => (await safeFetch(server.origin)).bytes()
  await expect(exchange()).rejects.toMatchObject({ code: 'timeout' })
})

test('time is up while waiting for a name', async () => {
  const { safeFetch, resolvePinned } = createSafeFetch({
    ...LIMITS,
    timeoutMs: 100,
    allowPrivateOrigins: [],
    resolveHost: () => new Promise(() => {}),
  })
  await expect(safeFetch('https://slow.test/')).rejects.toMatchObject({ code: 'timeout' })
  await expect(resolvePinned('https://slow.test/')).rejects.toMatchObject({ code: 'timeout' })
})

test("the caller's signal ends the exchange with the caller's reason", async () => {
  const arrived = Promise.withResolvers<void>()
  await using server = await serve(() => arrived.resolve())
  const { safeFetch } = fetchFor(server.origin)
  const controller = new AbortController()
  const exchange = safeFetch(server.origin, { signal: controller.signal })
  void arrived.promise.then(() => controller.abort(new Error('enough')))
  await expect(exchange).rejects.toThrow('enough')
})

test('a closed port and a broken answer are unreachable', async () => {
  const server = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': '10' })
    response.write('half')
    response.socket?.destroySoon()
  })
  const { safeFetch } = fetchFor(server.origin)
  const broken = async () => (await safeFetch(server.origin)).bytes()
  await expect(broken()).rejects.toMatchObject({ code: 'unreachable' })
  await server[Symbol.asyncDispose]()
  await expect(safeFetch(server.origin)).rejects.toMatchObject({ code: 'unreachable' })
})

test.each([
  'http://localhost:4310/',
  'localhost:4310',
  '*',
  'http://*.test',
  'HTTP://localhost:4310',
  'ftp://files.test',
])('the list takes exact origins only, not %s', (origin) => {
  expect(() => createSafeFetch({ ...LIMITS, allowPrivateOrigins: [origin] })).toThrow()
})
