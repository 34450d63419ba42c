import { z } from 'zod'
import { Day, DivisionCode, Instant, LanguageField, Paging, page } from './fields.ts'
import { tokenScopes } from './permissions.ts'
import { guards, route } from './route.ts'

/** How text about a source is wrong: a key under `errors` in the locale files with its values, and the same in words. */
export const SourceFailure = z.object({
  code: z.string().describe('key under `errors` in the locale files'),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  text: z.string().describe('in the language asked for'),
})
export type SourceFailure = z.infer<typeof SourceFailure>

/** One thing that is wrong with a profile, at its place. */
export const ProfileProblem = z.object({
  path: z.string().describe('the field, such as `clock.from`; empty where the text as a whole is no YAML'),
  line: z.int().describe('line of the text, 1-based'),
  value: z.string().optional().describe('what stands there, shortened'),
  expected: z.string(),
  text: z.string().describe('in the language asked for'),
})
export type ProfileProblem = z.infer<typeof ProfileProblem>

export const sourceKinds = ['push', 'file', 'sandbox'] as const
export const sourceStates = ['active', 'paused', 'undone'] as const

export const Source = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(sourceKinds),
  state: z.enum(sourceStates).describe('paused: what it sends is refused; undone: what it brought was taken back'),
  division: DivisionCode.describe('the subtree for which it may send'),
  divisionName: z.string(),
  createdAt: Instant,
  createdBy: z.string(),
  events: z.int(),
  cases: z.int(),
  lastEventAt: Instant.optional().describe('when its latest event happened'),
  lastReceivedAt: Instant.optional(),
  tokens: z.int().describe('tokens that can be used now'),
})
export type Source = z.infer<typeof Source>

export const SourceDetails = Source.extend({
  profileText: z.string().describe('YAML'),
  activities: z.record(z.string(), z.array(z.string())).describe('canonical step → the names of the source'),
  observedUntil: z
    .array(z.object({ division: DivisionCode, divisionName: z.string(), until: Instant }))
    .describe('of a finished export: until when it shows each office'),
})
export type SourceDetails = z.infer<typeof SourceDetails>

const name = z.string().trim().min(1).max(200)
const profileText = z.string().max(262_144).describe('YAML; columns that are not told are those of our own events')

export const NewSource = z.object({ name, kind: z.enum(['push', 'file']), division: DivisionCode, profileText })
export const SourceChange = z.object({
  name: name.optional(),
  state: z.enum(['active', 'paused']).optional(),
  division: DivisionCode.optional(),
  profileText: profileText.optional().describe('cases that are there already are folded anew'),
})

export const SourceStatistics = z.object({
  days: z
    .array(
      z.object({
        day: Day,
        stored: z.int(),
        repeated: z.int().describe('lines that were there already'),
        rejected: z.int(),
        requests: z.int(),
        throttled: z.int().describe('requests refused for their quota'),
      }),
    )
    .describe('one per day, ascending, days without anything included'),
  cases: z.int(),
  openCases: z.int(),
  lastEventAt: Instant.optional(),
  lastReceivedAt: Instant.optional(),
  lagMs: z.number().optional().describe('median time between happening and arriving, over the last 1,000 events'),
  rejected: z
    .array(
      z.object({
        at: Instant,
        line: z.int(),
        field: z.string().optional(),
        reason: z.string(),
        value: z.string().optional(),
      }),
    )
    .describe('the latest rejected lines, at most 100, without personal data'),
  quota: z
    .array(
      z.object({
        token: z.uuid(),
        name: z.string(),
        perMinute: z.int(),
        lastMinute: z.int().optional().describe('absent where this process does not know'),
      }),
    )
    .describe('use of each token that can be used now'),
})
export type SourceStatistics = z.infer<typeof SourceStatistics>

export const ProfileCheck = z.object({
  valid: z.boolean(),
  problems: z.array(ProfileProblem),
  activities: z.record(z.string(), z.array(z.string())).optional(),
})

/** Sample events tried against a profile: nothing is stored. */
export const Trial = z.object({
  lines: z.array(
    z.object({
      line: z.int(),
      accepted: z.boolean(),
      caseNo: z.string().optional(),
      activity: z.string().optional(),
      step: z.string().optional().describe('canonical step; absent where the activity is none'),
      field: z.string().optional(),
      value: z.string().optional(),
      reason: z.string().optional().describe('key under `ingest.rejections` in the locale files'),
    }),
  ),
  cases: z.array(
    z.object({
      caseNo: z.string(),
      division: z.string(),
      item: z.string(),
      events: z.array(
        z.object({
          at: Instant,
          activity: z.string(),
          step: z.string().optional(),
          actor: z.string().optional(),
          department: z.string().optional(),
        }),
      ),
      submittedAt: Instant.optional(),
      acceptedAt: Instant.optional(),
      decidedAt: Instant.optional(),
      closedAt: Instant.optional(),
      statutoryDue: Instant.optional(),
      promisedDue: Instant.optional(),
      officialMs: z.number().optional(),
      livedMs: z.number(),
      overdue: z.boolean(),
    }),
  ),
  unmapped: z.array(z.string()).describe('activities that are no canonical step'),
  notices: z.array(z.object({ kind: z.string(), count: z.int(), column: z.string().optional() })),
})
export type Trial = z.infer<typeof Trial>

export const Token = z.object({
  id: z.uuid(),
  source: z.uuid(),
  name: z.string(),
  prefix: z.string().describe('the beginning of the token, to know it by'),
  scopes: z.array(z.enum(tokenScopes)),
  quotaPerMinute: z.int().describe('events in a minute'),
  state: z.enum(['active', 'expired', 'revoked']),
  createdAt: Instant,
  createdBy: z.string(),
  expiresAt: Instant.optional(),
  revokedAt: Instant.optional(),
  lastUsedAt: Instant.optional(),
})
export type Token = z.infer<typeof Token>

export const NewToken = z.object({
  name,
  scopes: z.array(z.enum(tokenScopes)).min(1),
  quotaPerMinute: z.int().min(1).max(10_000_000).default(600_000),
  expiresAt: Instant.optional().describe('default: a year from now'),
})
export type NewToken = z.infer<typeof NewToken>
/** The only answer that holds the token itself. */
export const IssuedToken = Token.extend({ token: z.string() })
export type IssuedToken = z.infer<typeof IssuedToken>

export const checkUpStates = ['none', 'waiting', 'running', 'ready', 'failed'] as const
export const CheckUpStatus = z.object({
  state: z.enum(checkUpStates),
  /** Whether events came after those that the check-up was made from. */
  stale: z.boolean(),
  generatedAt: Instant.optional(),
  failure: SourceFailure.optional(),
  figures: z
    .object({
      cases: z.int(),
      events: z.int(),
      from: Instant.optional(),
      to: Instant.optional(),
      livedMedianMs: z.number().optional(),
      livedP90Ms: z.number().optional(),
      statutory: z.object({ judged: z.int(), overdue: z.int() }).optional(),
      promised: z.object({ judged: z.int(), overdue: z.int() }).optional(),
      findings: z.array(z.object({ detector: z.string(), findings: z.int() })),
    })
    .optional(),
})
export type CheckUpStatus = z.infer<typeof CheckUpStatus>

const params = z.object({ id: z.uuid() })
const tokenParams = z.object({ id: z.uuid(), token: z.uuid() })
const format = z.enum(['csv', 'xlsx'])
const filter = {
  state: z.enum(sourceStates).optional(),
  kind: z.enum(sourceKinds).optional(),
  search: z.string().max(200).optional(),
}
const read = { tag: 'sources', guard: guards.may('source.read') } as const
const manage = { tag: 'sources', guard: guards.may('source.manage') } as const

export const sourcesRoutes = {
  list: route({
    method: 'GET',
    path: '/api/v1/sources',
    summary: 'Lists where events come from.',
    ...read,
    query: Paging.extend(filter),
    response: page(Source),
  }),
  export: route({
    method: 'GET',
    path: '/api/v1/sources/export',
    summary: 'Downloads the list of sources.',
    ...read,
    query: z.object({ ...filter, format, language: LanguageField }),
    response: 'file',
  }),
  create: route({
    method: 'POST',
    path: '/api/v1/sources',
    summary: 'Creates a source.',
    ...manage,
    body: NewSource,
    response: SourceDetails,
  }),
  read: route({
    method: 'GET',
    path: '/api/v1/sources/{id}',
    summary: 'Reads a source with its profile.',
    ...read,
    params,
    response: SourceDetails,
  }),
  update: route({
    method: 'PATCH',
    path: '/api/v1/sources/{id}',
    summary: 'Changes name, state, division or profile of a source.',
    ...manage,
    params,
    body: SourceChange,
    response: SourceDetails,
  }),
  statistics: route({
    method: 'GET',
    path: '/api/v1/sources/{id}/statistics',
    summary: 'Tells how much a source sent, how late, and what was rejected.',
    ...read,
    params,
    query: z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }),
    response: SourceStatistics,
  }),
  checkProfile: route({
    method: 'POST',
    path: '/api/v1/sources/check-profile',
    summary: 'Checks a profile and names what is wrong with it; nothing is stored.',
    ...read,
    body: z.object({ profileText }),
    response: ProfileCheck,
  }),
  tryEvents: route({
    method: 'POST',
    path: '/api/v1/sources/{id}/try',
    summary: 'Shows how sample events would be read and folded; nothing is stored.',
    ...read,
    params,
    body: z.object({
      events: z.string().max(1_048_576).describe('NDJSON, one event a line, at most 1,000 lines; or a JSON array'),
      profileText: profileText.optional().describe('default: that of the source'),
    }),
    response: Trial,
  }),
  tokens: route({
    method: 'GET',
    path: '/api/v1/sources/{id}/tokens',
    summary: 'Lists the tokens of a source.',
    ...read,
    params,
    response: z.object({ items: z.array(Token) }),
  }),
  exportTokens: route({
    method: 'GET',
    path: '/api/v1/sources/{id}/tokens/export',
    summary: 'Downloads the list of tokens.',
    ...read,
    params,
    query: z.object({ format, language: LanguageField }),
    response: 'file',
  }),
  createToken: route({
    method: 'POST',
    path: '/api/v1/sources/{id}/tokens',
    summary: 'Issues a token; it is shown this once.',
    ...manage,
    params,
    body: NewToken,
    response: IssuedToken,
  }),
  rotateToken: route({
    method: 'POST',
    path: '/api/v1/sources/{id}/tokens/{token}/rotate',
    summary: 'Issues a successor; the old token ends after an overlap.',
    ...manage,
    params: tokenParams,
    body: z.object({ overlapHours: z.number().min(0).max(720).default(24) }),
    response: IssuedToken,
  }),
  revokeToken: route({
    method: 'DELETE',
    path: '/api/v1/sources/{id}/tokens/{token}',
    summary: 'Ends a token at once.',
    ...manage,
    params: tokenParams,
    response: Token,
  }),
  checkUp: route({
    method: 'GET',
    path: '/api/v1/sources/{id}/check-up',
    summary: 'Tells whether the check-up of a source is ready, with its key figures.',
    tag: 'sources',
    guard: guards.may('report.export'),
    params,
    response: CheckUpStatus,
  }),
  makeCheckUp: route({
    method: 'POST',
    path: '/api/v1/sources/{id}/check-up',
    summary: 'Makes the check-up of a source as of now, unless one is ready.',
    tag: 'sources',
    guard: guards.may('report.export'),
    params,
    response: CheckUpStatus,
  }),
  checkUpFile: route({
    method: 'GET',
    path: '/api/v1/sources/{id}/check-up/file',
    summary: 'The check-up as a page, a workbook of findings, or JSON (schema: check-up.schema.json).',
    tag: 'sources',
    guard: guards.may('report.export'),
    params,
    query: z.object({
      format: z.enum(['html', 'xlsx', 'json']),
      language: LanguageField,
      download: z.enum(['0', '1']).default('0').describe('1: as a file to be saved'),
    }),
    response: 'file',
  }),
}
