import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AccessToken } from '@truss/contracts/accounts'
import type { FeedEntry, FeedEventBody } from '@truss/contracts/feed'
import { FeedIndex } from '@truss/contracts/ids'
import { signFeedEvent } from '@truss/federation/feed-event'
import { feedSigner, NOW } from './fixtures.ts'

export interface Call {
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly signed: boolean
}
type Answer = { readonly status: number; readonly json: unknown } | undefined

/** A registry that says what a test wants it to say, over real HTTP. */
export class FakeRegistry {
  readonly entries: FeedEntry[] = []
  readonly calls: Call[] = []
  readonly streams = new Set<ServerResponse>()
  snapshot: { index: number; bodies: FeedEventBody[] } = { index: 0, bodies: [] }
  tokens: AccessToken[] = []
  /** Answers instead of the registry's own routes. */
  intercept: (call: Call) => Answer | Promise<Answer> = () => undefined
  /** What a new stream is sent first; default what it missed, and a heartbeat. */
  greet: ((after: number) => string[]) | undefined
  /** Bytes of each piece that goes out; 0 for all at once. */
  pieceBytes = 0
  #server = createServer((req, res) => void this.#handle(req, res))
  #port = 0

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (this.#server.address() as AddressInfo).port
    return this
  }

  /** Goes away with all connections; `listen` brings it back on the same port. */
  async close(): Promise<void> {
    this.streams.clear()
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Signs an event for the next index, without telling anybody. */
  async sign(body: FeedEventBody, index = this.entries.length + 1): Promise<FeedEntry> {
    const event = { index: FeedIndex.parse(index), at: NOW.toISOString(), body }
    return { index: event.index, record: await signFeedEvent(event, feedSigner) }
  }

  async append(...bodies: FeedEventBody[]): Promise<void> {
    for (const body of bodies) {
      const entry = await this.sign(body)
      this.entries.push(entry)
      this.send(entryText(entry))
    }
  }

  /** Writes to every open stream. */
  send(...texts: string[]): void {
    for (const stream of this.streams) for (const text of texts) this.#write(stream, text)
  }

  heartbeat(head = this.entries.length): string {
    return `event: heartbeat\ndata: ${JSON.stringify({ head })}\n\n`
  }

  cutStreams(): void {
    for (const stream of this.streams) stream.destroy()
    this.streams.clear()
  }

  callsTo(path: RegExp): Call[] {
    return this.calls.filter((call) => path.test(`${call.method} ${call.path}`))
  }

  #write(stream: ServerResponse, text: string): void {
    const bytes = Buffer.from(text)
    const step = this.pieceBytes || bytes.length
    for (let at = 0; at < bytes.length; at += step) stream.write(bytes.subarray(at, at + step))
  }

  async #handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', this.url)
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    const signed = req.headers['signature-input'] !== undefined
    const call = {
      method: req.method ?? '',
      path: url.pathname,
      body: text === '' ? undefined : JSON.parse(text),
      signed,
    }
    this.calls.push(call)
    const answer = (await this.intercept(call)) ?? this.#answer(call, url, res)
    if (!answer) return
    res.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.json))
  }

  #answer({ method, path }: Call, url: URL, res: ServerResponse): Answer {
    const after = Number(url.searchParams.get('after') ?? 0)
    const head = this.entries.length
    if (path === '/v1/snapshot') return { status: 200, json: this.snapshot }
    if (path === '/v1/feed') {
      const limit = Number(url.searchParams.get('limit'))
      return { status: 200, json: { head, entries: this.entries.slice(after, after + limit) } }
    }
    if (path === '/v1/tokens') return { status: 200, json: { tokens: this.tokens } }
    if (path === '/v1/instances/heartbeats') return { status: 200, json: { head } }
    if (method === 'PUT') return { status: 200, json: { index: head } }
    if (path !== '/v1/feed/stream') return problem(404, 'not-found')
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    res.once('close', () => this.streams.delete(res))
    this.streams.add(res)
    const texts = this.greet?.(after) ?? [...this.entries.slice(after).map(entryText), this.heartbeat()]
    for (const text of texts) this.#write(res, text)
    return undefined
  }
}

export function entryText(entry: FeedEntry): string {
  return `event: entry\nid: ${entry.index}\ndata: ${JSON.stringify(entry)}\n\n`
}

export function problem(status: number, code: string) {
  return { status, json: { type: 'about:blank', title: code, status, code } }
}
