import { z } from 'zod'
import { DivisionCode, Instant, LanguageField, Paging, page } from './fields.ts'
import { guards, route } from './route.ts'
import { ProfileProblem, SourceFailure } from './sources.ts'

/**
 * From upload to undo. `previewing` is followed by `ready`, `needsProfile` (a person must complete the profile) or `unreadable`;
 * `running` by `done`, or by `cancelling` and `cancelled`, or by `failing` and `failed`: what was stored is taken back in both.
 */
export const importStates = [
  'previewing',
  'needsProfile',
  'unreadable',
  'ready',
  'running',
  'cancelling',
  'cancelled',
  'failing',
  'failed',
  'done',
  'undoing',
  'undone',
  'expired',
] as const
export type ImportState = (typeof importStates)[number]

export const sourceFormats = ['csv', 'xes', 'ocel-json', 'ocel-xml', 'ocel-sqlite', 'xlsx', 'ndjson'] as const

export const ImportFile = z.object({
  name: z.string().describe('as uploaded, without folders'),
  bytes: z.int(),
  sha256: z.string(),
  office: z.string().describe('the office that it stands for where the file names none'),
  format: z.enum(sourceFormats).optional(),
})

export const Import = z.object({
  id: z.uuid(),
  state: z.enum(importStates),
  files: z.array(ImportFile),
  createdAt: Instant,
  createdBy: z.string(),
  progress: z
    .object({
      stage: z.enum(['reading', 'checking', 'storing', 'takingBack']),
      done: z.number(),
      total: z.number().optional().describe('absent where unknown'),
      unit: z.enum(['bytes', 'events', 'cases']),
    })
    .optional()
    .describe('of what is being done now'),
  source: z.uuid().optional().describe('where its events are; absent before it ran'),
  sourceName: z.string().optional(),
  events: z.int().optional().describe('events stored'),
  repeated: z.int().optional().describe('events that were there already'),
  cases: z.int().optional(),
  startedAt: Instant.optional(),
  endedAt: Instant.optional(),
  undoneBy: z.string().optional(),
  expiresAt: Instant.optional().describe('when the uploaded files are deleted'),
  failure: SourceFailure.optional(),
})
export type Import = z.infer<typeof Import>

/** Where an office of the files goes: a division that is there, or one that is made. */
export const OfficeTarget = z.object({
  office: z.string(),
  division: DivisionCode,
  create: z
    .object({ parent: DivisionCode.optional().describe('absent: a root'), name: z.string().trim().min(1).max(200) })
    .optional()
    .describe('make the division under this parent'),
})
export type OfficeTarget = z.infer<typeof OfficeTarget>

export const ImportPlan = z.object({
  sourceId: z.uuid().optional().describe('add to this source; else one is made'),
  sourceName: z.string().trim().min(1).max(200).optional().describe('name of the source that is made'),
  offices: z.array(OfficeTarget).max(10_000),
  personalColumns: z.array(z.string()).max(100).describe('attributes that identify people; they are sealed'),
})
export type ImportPlan = z.infer<typeof ImportPlan>

/** What stands in the way of running, or is worth knowing before: keys under `imports.concerns` in the locale files. */
export const ImportConcern = z.object({
  kind: z.enum([
    'sameFileImported',
    'casesElsewhere',
    'casesThere',
    'officesNotMapped',
    'officesMappedTwice',
    'divisionTaken',
    'outOfScope',
    'noParent',
    'sourceNameTaken',
    'profileDiffers',
    'rowsRefused',
    'noLimits',
    'noEnds',
    'futureEvents',
  ]),
  blocking: z.boolean(),
  count: z.int().optional(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).describe('for the text'),
  examples: z.array(z.string()),
})
export type ImportConcern = z.infer<typeof ImportConcern>

export const ImportPreview = z.object({
  profileText: z.string().describe('YAML: proposed, or as edited'),
  proposed: z.boolean(),
  reasons: z
    .array(z.object({ role: z.string(), column: z.string(), because: z.enum(['name', 'content', 'nameAndContent']) }))
    .describe('texts under `cli.profile.reasons`'),
  /** Roles for which a person must choose a column. */
  missing: z.array(z.enum(['case', 'activity', 'time'])),
  columns: z.array(
    z.object({
      name: z.string(),
      scope: z.enum(['event', 'case']),
      type: z.enum(['string', 'instant', 'number', 'boolean']).optional(),
      examples: z.array(z.string()),
    }),
  ),
  /** The first rows as they stand in the files, one text per column. */
  rows: z.array(z.array(z.string())),
  objectTypes: z.array(z.string()).describe('OCEL: what may be the case'),
  /** Absent until the files could be read. */
  reading: z
    .object({
      files: z.array(
        z.object({
          name: z.string(),
          format: z.enum(sourceFormats),
          rowsRead: z.int(),
          rowsKept: z.int(),
          rowsRefused: z.int(),
          refusedByReason: z.record(z.string(), z.int()).describe('texts under `report.quality.reasons`'),
          refusals: z
            .array(
              z.object({
                line: z.int(),
                column: z.string().optional(),
                value: z.string().optional(),
                reason: z.string(),
              }),
            )
            .describe('the first 100'),
          notices: z.array(
            z.object({
              kind: z.string().describe('texts under `report.quality.notices`'),
              column: z.string().optional(),
              count: z.int(),
              examples: z.array(z.object({ line: z.int().optional(), value: z.string() })),
            }),
          ),
        }),
      ),
      activities: z.array(
        z.object({ name: z.string(), events: z.int(), step: z.string().optional().describe('canonical step') }),
      ),
      offices: z.array(z.object({ office: z.string(), cases: z.int(), lastEventAt: Instant })),
      personalColumns: z.array(
        z.object({
          name: z.string(),
          scope: z.enum(['event', 'case']),
          because: z.enum(['role', 'name', 'content']),
          example: z.string().describe('masked'),
        }),
      ),
      figures: z.object({
        cases: z.int(),
        openCases: z.int(),
        events: z.int(),
        from: Instant,
        to: Instant,
        statutory: z.object({ judged: z.int(), overdue: z.int() }).optional(),
        promised: z.object({ judged: z.int(), overdue: z.int() }).optional(),
        livedMedianMs: z.number().optional(),
      }),
    })
    .optional(),
  plan: ImportPlan.describe('proposed, or as edited'),
  concerns: z.array(ImportConcern),
})
export type ImportPreview = z.infer<typeof ImportPreview>

/** What `PUT …/profile` takes: the profile is checked before anything is read again. */
export const ImportProfile = z.object({
  profileText: z.string().max(262_144).optional().describe('YAML; absent: propose again'),
  timeZone: z.string().max(64).optional().describe('IANA zone for the proposal'),
  objectType: z.string().max(500).optional().describe('OCEL: the type of object whose lives are the cases'),
})

const params = z.object({ id: z.uuid() })
const common = { tag: 'imports', guard: guards.may('import.run') } as const
const filter = { state: z.enum(importStates).optional() }
const format = z.enum(['csv', 'xlsx'])

export const importsRoutes = {
  list: route({
    method: 'GET',
    path: '/api/v1/imports',
    summary: 'Lists imports, the latest first.',
    ...common,
    query: Paging.extend(filter),
    response: page(Import),
  }),
  export: route({
    method: 'GET',
    path: '/api/v1/imports/export',
    summary: 'Downloads the list of imports.',
    ...common,
    query: z.object({ ...filter, format, language: LanguageField }),
    response: 'file',
  }),
  upload: route({
    method: 'POST',
    path: '/api/v1/imports',
    summary:
      'Uploads one or more files of one kind (multipart, fields named `file`); nothing is stored as events yet. Field `source`: add to this source.',
    ...common,
    body: 'stream',
    response: Import,
  }),
  read: route({
    method: 'GET',
    path: '/api/v1/imports/{id}',
    summary: 'Reads an import with its state and progress.',
    ...common,
    params,
    response: Import,
  }),
  preview: route({
    method: 'GET',
    path: '/api/v1/imports/{id}/preview',
    summary: 'Shows what the files hold, how they would be read, and what stands in the way.',
    ...common,
    params,
    response: ImportPreview,
  }),
  exportProblems: route({
    method: 'GET',
    path: '/api/v1/imports/{id}/problems/export',
    summary: 'Downloads the rows that could not be read, by file and line.',
    ...common,
    params,
    query: z.object({ format, language: LanguageField }),
    response: 'file',
  }),
  checkProfile: route({
    method: 'POST',
    path: '/api/v1/imports/{id}/check-profile',
    summary: 'Checks an edited profile and names what is wrong with it; nothing is changed.',
    ...common,
    params,
    body: z.object({ profileText: z.string().max(262_144) }),
    response: z.object({ valid: z.boolean(), problems: z.array(ProfileProblem) }),
  }),
  setProfile: route({
    method: 'PUT',
    path: '/api/v1/imports/{id}/profile',
    summary: 'Sets the profile and reads the files anew.',
    ...common,
    params,
    body: ImportProfile,
    response: Import,
  }),
  setPlan: route({
    method: 'PUT',
    path: '/api/v1/imports/{id}/plan',
    summary:
      'Sets which office goes to which division, the source, and what is sealed; answers with what stands in the way.',
    ...common,
    params,
    body: ImportPlan,
    response: ImportPreview,
  }),
  run: route({
    method: 'POST',
    path: '/api/v1/imports/{id}/run',
    summary: 'Stores the events as one batch, in the background.',
    ...common,
    params,
    response: Import,
  }),
  cancel: route({
    method: 'POST',
    path: '/api/v1/imports/{id}/cancel',
    summary: 'Stops an import that runs and takes back what it stored; discards one that does not.',
    ...common,
    params,
    response: Import,
  }),
  undo: route({
    method: 'POST',
    path: '/api/v1/imports/{id}/undo',
    summary: 'Takes back all that an import stored, by compensating events.',
    ...common,
    params,
    response: Import,
  }),
}
