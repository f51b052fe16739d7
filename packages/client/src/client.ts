import { Problem } from '@truss/contracts/errors'
import type { RouteInput, RouteResponse, RouteShape } from '@truss/contracts/route'
import { ProblemError } from './problem-error.ts'
import { requestOf } from './request-of.ts'

/** Answers larger than this are not read into memory. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024

export interface ClientOptions {
  /** Base of the interface, e.g. `https://oak.example/-/api/v1`. */
  readonly base: string
  /** How requests go out; to an address somebody else chose it must be safe-fetch. */
  readonly fetch: (request: Request) => Promise<Response>
  /** Added to each request: a session, a token, a signature. */
  readonly authorize?: (request: Request) => Request | Promise<Request>
  /** Default 15 000. */
  readonly timeoutMs?: number
}

export interface Client {
  /**
   * @throws {ProblemError} when the server refuses, cannot be reached (`unreachable`) or takes too long
   *   (`timeout`)
   */
  call<R extends RouteShape>(
    route: R,
    ...input: keyof RouteInput<R> extends never ? [input?: undefined] : [input: RouteInput<R>]
  ): Promise<RouteResponse<R>>
}

/** A typed client of any interface whose routes are contracts. */
export function createClient(options: ClientOptions): Client {
  const { base, authorize, timeoutMs = 15_000 } = options
  return {
    async call(route, input?) {
      const signal = AbortSignal.timeout(timeoutMs)
      let request = requestOf(base, route, input ?? {}, signal)
      if (authorize) request = await authorize(request)
      let response: Response
      try {
        response = await options.fetch(request)
      } catch (cause) {
        const code = signal.aborted ? 'timeout' : 'unreachable'
        throw new ProblemError(
          {
            type: 'about:blank',
            title: 'No answer',
            status: 504,
            code,
            detail: `no answer from ${new URL(base).host}`,
          },
          { cause },
        )
      }
      const body: unknown = await readJson(response)
      if (!response.ok) throw new ProblemError(toProblem(response, body))
      const parsed = route.response.safeParse(body)
      // Not a ProblemError: the two sides disagree about the contract, and no caller can mend that.
      if (!parsed.success) {
        throw new Error(`${route.method} ${route.path} broke the contract: ${parsed.error.message}`)
      }
      return parsed.data as never
    },
  }
}

async function readJson(response: Response): Promise<unknown> {
  const length = Number(response.headers.get('content-length') ?? 0)
  if (length > MAX_ANSWER_BYTES) {
    await response.body?.cancel()
    throw new Error(`an answer of ${length} bytes is too large`)
  }
  const text = await response.text()
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function toProblem(response: Response, body: unknown): Problem {
  const problem = Problem.safeParse(body)
  if (problem.success) return problem.data
  return {
    type: 'about:blank',
    title: response.statusText || 'Refused',
    status: response.status,
    code: response.status >= 500 ? 'internal' : 'invalid-request',
  }
}
