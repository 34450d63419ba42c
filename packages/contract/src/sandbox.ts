import { z } from 'zod'
import { Instant } from './fields.ts'
import { guards, route } from './route.ts'

/** How many times faster than the true time the sandbox runs in office hours; 0 stands still. Closed hours pass by in seconds. */
export const sandboxSpeeds = [0, 1, 60, 600] as const
export const SandboxSpeed = z.union([z.literal(0), z.literal(1), z.literal(60), z.literal(600)])
export type SandboxSpeed = z.infer<typeof SandboxSpeed>

/** How the sandbox province is. */
export const SandboxStatus = z.object({
  state: z
    .enum(['loading', 'living', 'failed'])
    .describe('while loading, other routes answer 503 `starting`; failed: it stands still, see the log of the server'),
  loading: z
    .object({
      step: z.enum(['preparing', 'cases', 'finishing']),
      doneShare: z.number().min(0).max(1),
      cases: z.int().nonnegative().describe('loaded so far'),
    })
    .optional(),
  clock: z
    .object({
      now: Instant.describe('the time in the province'),
      speed: SandboxSpeed.describe('as chosen'),
      isOpen: z.boolean().describe('whether offices are open; closed hours are skipped at high speed'),
      eventsPerMinute: z.number().describe('in the last minute of true time'),
    })
    .optional(),
})
export type SandboxStatus = z.infer<typeof SandboxStatus>

export const sandboxRoutes = {
  status: route({
    method: 'GET',
    path: '/api/v1/sandbox',
    summary: 'How far the sandbox province is loaded, and what time it is there; not found outside the sandbox.',
    tag: 'sandbox',
    guard: guards.public,
    response: SandboxStatus,
  }),
  setClock: route({
    method: 'PUT',
    path: '/api/v1/sandbox/clock',
    summary: 'Lets the time of the sandbox province stand still, run, or run faster.',
    tag: 'sandbox',
    guard: guards.signedIn,
    body: z.strictObject({ speed: SandboxSpeed }),
    response: SandboxStatus,
  }),
}
