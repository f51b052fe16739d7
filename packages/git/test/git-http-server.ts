import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGunzip } from 'node:zlib'
import { serviceAnnouncement } from '../src/pkt-line.ts'
import { type ReceivePackOptions, receivePack } from '../src/receive-pack.ts'
import { parseGitProtocol, uploadPack } from '../src/upload-pack.ts'

type Serving = Pick<ReceivePackOptions, 'hooksPath'> &
  Partial<Pick<ReceivePackOptions, 'decide' | 'beforeAnswer' | 'maxInputBytes'>> & { repository: string }

/** One repository over smart HTTP, for a stock client. */
export async function serveGit(options: Serving): Promise<AsyncDisposable & { url: string; port: number }> {
  const server = createServer((request, response) => answer(options, request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/design.git`,
    port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function answer(options: Serving, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const advertise = request.method === 'GET'
  const service = advertise ? url.searchParams.get('service') : url.pathname.split('/').at(-1)
  if (service !== 'git-upload-pack' && service !== 'git-receive-pack') {
    response.writeHead(404).end()
    return
  }
  const body = request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request
  const header = request.headers['git-protocol']
  const version = parseGitProtocol(Array.isArray(header) ? undefined : header)
  const input = advertise ? {} : { input: body }
  const common = { gitDir: options.repository, advertise, ...input }
  const { stdout } =
    service === 'git-upload-pack'
      ? uploadPack({ ...common, version })
      : receivePack({
          ...common,
          hooksPath: options.hooksPath,
          maxInputBytes: options.maxInputBytes ?? 1 << 24,
          decide: options.decide ?? (async () => ({ accept: true })),
          ...(options.beforeAnswer && !advertise ? { beforeAnswer: options.beforeAnswer } : {}),
        })
  response.writeHead(200, {
    'content-type': `application/x-${service}-${advertise ? 'advertisement' : 'result'}`,
    'cache-control': 'no-cache',
  })
  if (advertise && (version < 2 || service === 'git-receive-pack'))
    response.write(serviceAnnouncement(service))
  stdout.on('error', () => response.destroy())
  response.on('close', () => stdout.destroy())
  stdout.pipe(response)
}
