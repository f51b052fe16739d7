import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'

const NGINX = '/usr/sbin/nginx'
const FCGIWRAP = '/usr/sbin/fcgiwrap'
const BACKEND = '/usr/lib/git-core/git-http-backend'
/** Backends that run at once: as many as the requests of the busiest measurement. */
const BACKENDS = 8
const START_TIMEOUT_MS = 10_000

export interface NginxSide extends AsyncDisposable {
  /** Serves the repositories of a folder by their path below it. */
  readonly url: string
}

/** What is not installed of nginx, fcgiwrap and git's http-backend. */
export function missingPrograms(): string[] {
  return [NGINX, FCGIWRAP, BACKEND].filter((file) => !existsSync(file))
}

/**
 * Starts nginx, fcgiwrap and git http-backend over a folder of repositories, as the user that runs us, read-only, on
 * loopback.
 */
export async function startNginxSide(options: { projectRoot: string; folder: string }): Promise<NginxSide> {
  await using open = new AsyncDisposableStack()
  const { folder } = options
  const port = await freePort()
  await mkdir(join(folder, 'temp'), { recursive: true })
  const socket = join(folder, 'fcgi.sock')
  const config = join(folder, 'nginx.conf')
  await writeFile(config, configText({ ...options, port, socket }))
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: folder, LC_ALL: 'C' }
  // What a backend says about requests that a client gave up is of no interest here.
  const start = (program: string, args: string[]) => {
    const child = spawn(program, args, { env, cwd: folder, stdio: 'ignore', detached: true })
    open.defer(() => end(child))
    return child
  }
  start(FCGIWRAP, ['-c', String(BACKENDS), '-s', `unix:${socket}`])
  const nginx = start(NGINX, ['-c', config, '-p', folder, '-e', join(folder, 'error.log')])
  const url = `http://localhost:${port}`
  await listening(url, socket, nginx)
  const owned = open.move()
  return { url, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

function configText(options: { projectRoot: string; folder: string; port: number; socket: string }): string {
  const { projectRoot, folder, port, socket } = options
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
worker_processes auto;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 512; }
http {
  access_log off;
  keepalive_requests 100000;
  ${temp.map((name) => `${name}_temp_path ${folder}/temp/${name};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    location / {
      gzip off;
      client_max_body_size 0;
      fastcgi_buffering off;
      fastcgi_pass unix:${socket};
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param HTTP_CONTENT_ENCODING $http_content_encoding;
      fastcgi_param SERVER_PROTOCOL $server_protocol;
      fastcgi_param REMOTE_ADDR $remote_addr;
      fastcgi_param SCRIPT_FILENAME ${BACKEND};
      fastcgi_param PATH_INFO $uri;
      fastcgi_param GIT_PROJECT_ROOT ${projectRoot};
      fastcgi_param GIT_HTTP_EXPORT_ALL 1;
      fastcgi_param GIT_PROTOCOL $http_git_protocol;
      fastcgi_param HOME ${folder};
    }
  }
}
`
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function listening(url: string, socket: string, nginx: ChildProcess): Promise<void> {
  const until = Date.now() + START_TIMEOUT_MS
  for (;;) {
    if (nginx.exitCode !== null) throw new Error(`nginx ended with exit code ${nginx.exitCode}`)
    const answer = await fetch(url).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer && existsSync(socket)) return
    if (Date.now() > until) throw new Error('nginx does not answer')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  // The whole group: fcgiwrap ends without its children.
  process.kill(-child.pid, 'SIGTERM')
  await exited
}
