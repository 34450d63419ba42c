import {
  type Answer,
  type CallOptions,
  createClient,
  type Problem,
  type ProblemCode,
  ProblemFailure,
  type Route,
} from '@zhengfeng/contract'

let language = 'zh-CN'

const client = createClient({ headers: () => ({ 'accept-language': language }) })

/** The language in which the server shall tell of problems. */
export function setCallLanguage(tag: string): void {
  language = tag
}

/** The server could not be reached at all. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
}

/**
 * Calls a route of the contract.
 *
 * @throws ProblemFailure where the server refuses
 * @throws UnreachableError where it cannot be reached
 */
export async function call<const R extends Route>(route: R, input: CallOptions<R>): Promise<Answer<R>> {
  try {
    return await loose(route, input)
  } catch (error) {
    // `fetch` tells of a broken connection by a TypeError, whatever the browser.
    if (error instanceof TypeError && !input.signal?.aborted)
      throw new UnreachableError('unreachable', { cause: error })
    throw error
  }
}

const loose = client.call as <R extends Route>(route: R, input: CallOptions<R>) => Promise<Answer<R>>

/** The problem that an error tells of; absent where it is none of the server's refusals. */
export function problemOf(error: unknown): Problem | undefined {
  return error instanceof ProblemFailure ? error.problem : undefined
}

export function isProblem(error: unknown, ...codes: readonly ProblemCode[]): boolean {
  const problem = problemOf(error)
  return problem !== undefined && codes.includes(problem.code)
}
