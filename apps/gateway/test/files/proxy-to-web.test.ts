import { once } from 'node:events'
import { type IncomingMessage, type RequestListener, request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Listening, listen } from '@truss/http/serve'
import { expect, test } from 'vitest'
import { proxyToWeb } from '../../src/files/proxy-to-web.ts'

const LOCAL = { host: '127.0.0.1', port: 0, graceMs: 100 }

/** Visitors ask the gateway, the gateway asks the pages. */
async function open(pages: RequestListener): Promise<{ base: string; web: Listening } & AsyncDisposable> {
  const web = await listen(pages, LOCAL)
  const webUrl = `http://127.0.0.1:${web.port}`
  const gateway = await listen((req, res) => proxyToWeb(req, res, webUrl, { proto: 'https' }), LOCAL)
  return {
    web,
    base: `http://127.0.0.1:${gateway.port}`,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]()
      await web[Symbol.asyncDispose]()
    },
  }
}

test('a request and its answer pass as they are, every cookie of it', async () => {
  await using network = await open(async (req, res) => {
    res.setHeader('set-cookie', ['a=1', 'b=2'])
    res.writeHead(201, { 'x-path': req.url ?? '', connection: 'x-private', 'x-private': 'secret' })
    res.end(`${req.method} ${await text(req)}`)
  })
  const response = await fetch(`${network.base}/new?x=%20y`, { method: 'POST', body: 'hello' })
  expect(response.status).toBe(201)
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect(response.headers.get('x-path')).toBe('/new?x=%20y')
  expect(response.headers.get('x-private')).toBe(null)
  expect(await response.text()).toBe('POST hello')
})

test('who was asked, how and by whom is said by the gateway alone', async () => {
  let seen: IncomingMessage['headers'] = {}
  await using network = await open((req, res) => {
    seen = req.headers
    res.end()
  })
  const headers = {
    ...{ 'x-forwarded-for': '6.6.6.6', 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'gopher' },
    ...{ forwarded: 'for=6.6.6.6', 'truss-session': 'stolen', 'x-middleware-subrequest': 'x' },
    ...{ 'x-real-ip': '6.6.6.6', 'x-kept': 'yes' },
  }
  await fetch(network.base, { headers })
  expect(seen).toMatchObject({
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': new URL(network.base).host,
    'x-forwarded-proto': 'https',
    'x-kept': 'yes',
  })
  for (const name of ['forwarded', 'truss-session', 'x-middleware-subrequest', 'x-real-ip']) {
    expect(seen, name).not.toHaveProperty(name)
  }
})

test('a body without a length cannot become a second request', async () => {
  const urls: string[] = []
  await using network = await open(async (req, res) => {
    urls.push(`${req.method} ${req.url} ${await text(req)}`)
    res.end('ok')
  })
  const smuggled = 'GET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n'
  const { port, hostname } = new URL(network.base)
  for (const method of ['GET', 'DELETE']) {
    const socket = connect(Number(port), hostname)
    const chunk = `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`
    socket.write(
      `${method} /first HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n${chunk}`,
    )
    expect(await text(socket)).toContain('ok')
  }
  expect(urls).toEqual(['GET /first ', `DELETE /first ${smuggled}`])
})

test('an answer arrives as it is made, not when it is whole', async () => {
  const finish = Promise.withResolvers<void>()
  await using network = await open(async (_, res) => {
    res.write('first')
    await finish.promise
    res.end(' last')
  })
  const response = await fetch(network.base)
  const reader = response.body?.getReader()
  const first = await reader?.read()
  expect(new TextDecoder().decode(first?.value)).toBe('first')
  finish.resolve()
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(' last')
})

test('a visitor who leaves ends the work of the pages', async () => {
  const asked = Promise.withResolvers<IncomingMessage>()
  await using network = await open((req) => asked.resolve(req))
  const visitor = request(network.base)
  visitor.on('error', () => {})
  visitor.end()
  const atPages = await asked.promise
  const closed = once(atPages.socket, 'close')
  visitor.destroy()
  await closed
})

test('connections to the pages are kept', async () => {
  const ports = new Set<number | undefined>()
  await using network = await open((req, res) => {
    ports.add(req.socket.remotePort)
    res.end('x'.repeat(100_000))
  })
  for (let time = 0; time < 3; time += 1) await (await fetch(network.base)).text()
  expect(ports.size).toBe(1)
})

test('pages that are down are a page that says so', async () => {
  const network = await open((_, res) => res.end('never'))
  await using _gone = network
  await network.web[Symbol.asyncDispose]()
  const response = await fetch(network.base)
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('5')
  expect(await response.text()).toContain('The pages restart, git goes on')
  const posted = await fetch(network.base, { method: 'POST', body: 'x'.repeat(100_000) })
  expect(posted.status).toBe(503)
})

test('pages that break off in the middle of an answer break off the answer', async () => {
  await using network = await open((_, res) => {
    res.writeHead(200, { 'content-length': '100' })
    res.write('half', () => res.destroy())
  })
  await expect(fetch(network.base).then((response) => response.text())).rejects.toThrow()
})
