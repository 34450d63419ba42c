import { sandboxRoutes } from '@zhengfeng/contract'
import { type Implementation, implement } from '../http/implement.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Sandbox } from './sandbox.ts'

/** The state and the clock of the sandbox; not found where there is none. */
export function sandboxRoutesOf(sandbox: Sandbox | undefined): readonly Implementation[] {
  const existing = (): Sandbox => {
    if (!sandbox) throw new ProblemError('notFound')
    return sandbox
  }
  return [
    implement(sandboxRoutes.status, async () => existing().status()),
    implement(sandboxRoutes.setClock, async ({ body }) => {
      existing().setSpeed(body.speed)
      return existing().status()
    }),
  ]
}
