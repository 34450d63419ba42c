import { z } from 'zod'

/** Every error that the API answers with: its HTTP status. Titles and details are in the locale files under `server.problems`. */
export const problems = {
  // Who you are.
  signInNeeded: 401,
  signInFailed: 401,
  secondFactorNeeded: 401,
  secondFactorWrong: 401,
  accountLocked: 429,
  passwordWeak: 422,
  passwordMustChange: 403,
  tokenInvalid: 401,
  tokenExpired: 401,
  crossSite: 403,
  // What you may.
  forbidden: 403,
  outOfScope: 403,
  rolesSeparated: 409,
  // What you sent.
  invalid: 422,
  malformed: 400,
  timeout: 408,
  tooLarge: 413,
  unsupportedMedia: 415,
  unsupportedEncoding: 415,
  notFound: 404,
  methodNotAllowed: 405,
  conflict: 409,
  gone: 410,
  // What the server can do now.
  tooManyRequests: 429,
  quotaExceeded: 429,
  busy: 503,
  starting: 503,
  storageUnavailable: 503,
  storageFull: 507,
  internal: 500,
} as const satisfies Record<string, number>
export type ProblemCode = keyof typeof problems
export const problemCodes = Object.keys(problems) as readonly ProblemCode[]

/** Problem details of RFC 9457, as every error of the API is answered (`application/problem+json`). */
export const Problem = z.object({
  type: z.string().describe('URI of the kind of problem: /problems/<code>'),
  title: z.string().describe('what kind of problem it is, in the language asked for'),
  status: z.int(),
  detail: z.string().optional().describe('what happened and what to do'),
  instance: z.string().optional().describe('the number of the request, for asking back'),
  code: z.enum(problemCodes as [ProblemCode, ...ProblemCode[]]),
  errors: z
    .array(z.object({ field: z.string(), value: z.json().optional(), message: z.string() }))
    .optional()
    .describe('the fields that are wrong, and how'),
})
export type Problem = z.infer<typeof Problem>
