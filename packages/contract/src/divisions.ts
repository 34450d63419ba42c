import { z } from 'zod'
import { DivisionCode } from './fields.ts'
import { guards, route } from './route.ts'

const DivisionName = z.string().trim().min(1).max(200)

/** A division as it stands in the tree. */
export const Division = z.object({
  code: DivisionCode,
  parent: DivisionCode.optional().describe('absent for the root'),
  name: z.string(),
  level: z.int().min(1).max(9).describe('1 nation or province … as deep as the tree goes'),
  position: z.int(),
  /** False for divisions that are told only as the way down to those that the person may see. */
  within: z.boolean(),
})
export type Division = z.infer<typeof Division>

export const NewDivision = z.strictObject({
  code: DivisionCode,
  name: DivisionName,
  parent: DivisionCode.optional().describe('absent: a root'),
  position: z.int().min(0).max(1_000_000).default(0),
})

export const DivisionChange = z
  .strictObject({ name: DivisionName.optional(), position: z.int().min(0).max(1_000_000).optional() })
  .refine(({ name, position }) => name !== undefined || position !== undefined, 'give name or position')

/** What a list of divisions did, or would do. Where there are problems, nothing was done. */
export const DivisionImport = z.object({
  created: z.int(),
  renamed: z.int(),
  moved: z.int(),
  unchanged: z.int(),
  applied: z.boolean(),
  problems: z
    .array(
      z.object({
        line: z.int().describe('1-based line of the file'),
        key: z.enum(['columns', 'code', 'name', 'parentUnknown', 'repeated', 'tooDeep', 'circle']),
        values: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    )
    .describe('at most 100'),
})
export type DivisionImport = z.infer<typeof DivisionImport>

const params = z.object({ code: DivisionCode })

export const divisionsRoutes = {
  list: route({
    method: 'GET',
    path: '/api/v1/divisions',
    summary: 'The divisions that the caller may see, with the way down to them; parents before children.',
    tag: 'divisions',
    guard: guards.signedIn,
    response: z.object({ items: z.array(Division) }),
  }),
  create: route({
    method: 'POST',
    path: '/api/v1/divisions',
    summary: 'Adds a division to the tree.',
    tag: 'divisions',
    guard: guards.may('system.manage'),
    body: NewDivision,
    response: Division,
  }),
  change: route({
    method: 'PATCH',
    path: '/api/v1/divisions/{code}',
    summary: 'Renames a division or changes its place among its siblings.',
    tag: 'divisions',
    guard: guards.may('system.manage'),
    params,
    body: DivisionChange,
    response: Division,
  }),
  move: route({
    method: 'POST',
    path: '/api/v1/divisions/{code}/move',
    summary: 'Puts a division, with all below it, under another one.',
    tag: 'divisions',
    guard: guards.may('system.manage'),
    params,
    body: z.strictObject({ parent: DivisionCode.optional().describe('absent: becomes a root') }),
    response: Division,
  }),
  import: route({
    method: 'POST',
    path: '/api/v1/divisions/import',
    summary:
      'Reads a list of divisions (CSV with code, name and optionally parent; GB/T 2260 codes find their parent by themselves).',
    tag: 'divisions',
    guard: guards.may('system.manage'),
    query: z.object({ dryRun: z.stringbool().default(false).describe('only tell what would be done') }),
    body: 'stream',
    response: DivisionImport,
  }),
} as const
