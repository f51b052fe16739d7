import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGunzip } from 'node:zlib'
import { serviceAnnouncement } from '@truss/git/pkt-line'
import { repositoryPath } from '@truss/git/repository-path'
import { parseGitProtocol, uploadPack } from '@truss/git/upload-pack'

/** An instance's door for other instances: `/-/git/<design>.git` for fetching. */
export class GitHost {
  readonly root: string
  /** Runs before each advertisement, for hosts that change under the reader's hands. */
  beforeAdvertisement: () => Promise<void> = async () => {}
  advertisements = 0
  #server = createServer((req, res) => void this.#handle(req, res))
  #port = 0

  constructor(root: string) {
    this.root = root
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (this.#server.address() as AddressInfo).port
    return this
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', this.url)
    const design = /^\/-\/git\/([a-z2-7]{52})\.git\/(?:info\/refs|git-upload-pack)$/.exec(url.pathname)?.[1]
    if (design === undefined) return void res.writeHead(404).end()
    const advertise = req.method === 'GET'
    if (advertise) {
      this.advertisements += 1
      await this.beforeAdvertisement()
    }
    const body = req.headers['content-encoding'] === 'gzip' ? req.pipe(createGunzip()) : req
    const version = parseGitProtocol(req.headers['git-protocol'] as string | undefined)
    const gitDir = repositoryPath(this.root, design)
    const { stdout } = uploadPack({ gitDir, version, advertise, ...(advertise ? {} : { input: body }) })
    const type = advertise ? 'advertisement' : 'result'
    res.writeHead(200, { 'content-type': `application/x-git-upload-pack-${type}` })
    if (advertise && version < 2) res.write(serviceAnnouncement('git-upload-pack'))
    stdout.on('error', () => res.destroy())
    res.on('close', () => stdout.destroy())
    stdout.pipe(res)
  }
}
