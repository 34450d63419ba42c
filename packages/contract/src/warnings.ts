import { z } from 'zod'
import { AskedDay, DivisionCode, Instant, LanguageField, Paging, page, ToldVersion } from './fields.ts'
import { MessageOf } from './jobs.ts'
import { guards, route } from './route.ts'

export const warningLevels = ['yellow', 'red'] as const
export const WarningLevel = z.enum(warningLevels)

export const warningStates = ['open', 'replied', 'returned', 'closed', 'lapsed'] as const
export const WarningState = z
  .enum(warningStates)
  .describe('open: no reply yet; returned: the reply was not enough; lapsed: its reason fell away, see the act')

export const WarningAddressee = z.enum(['holder', 'department', 'division', 'parentDivision'])

export const warningActKinds = ['raised', 'replied', 'accepted', 'returned', 'closed', 'escalated', 'lapsed'] as const

export const WarningAct = z.object({
  number: z.int(),
  kind: z.enum(warningActKinds),
  at: Instant,
  by: z.string().describe('name of the person, or `system`'),
  text: z.string().optional(),
  reason: MessageOf.optional().describe(
    'of an act of the system; key under `warnings`, such as `reasons.replyLate` or `lapses.ended`',
  ),
  replyDue: Instant.optional().describe('the new deadline that the act sets'),
  addressee: WarningAddressee.optional().describe('who is to reply from now on'),
})

export const WarningSummary = z.object({
  division: DivisionCode,
  divisionName: z.string(),
  id: z.string(),
  level: WarningLevel,
  rule: z.string(),
  state: WarningState,
  caseNo: z.string(),
  item: z.string().optional(),
  department: z.string().optional().describe('to whom the card is addressed'),
  holder: z.string().optional().describe('the officer who held the case when it was raised'),
  addressee: WarningAddressee.describe('who is to reply now'),
  reason: MessageOf.describe(
    'key under `warnings`, such as `reasons.overdue`; `…At` are instants, `…Share` shares, `…WorkingMs` working time',
  ),
  caseDue: Instant.describe('when the case is due'),
  raisedAt: Instant,
  replyNeeded: z.boolean(),
  replyDue: Instant.optional(),
  replyLate: z.boolean().describe('no reply although the deadline passed'),
  escalation: z.int().min(0).describe('how often it was escalated'),
  caseEnded: z.boolean().describe('the case has ended since'),
  changedAt: Instant,
  version: z.int(),
})
export type WarningSummary = z.infer<typeof WarningSummary>

export const WarningView = WarningSummary.extend({
  acts: z.array(WarningAct),
  may: z.object({ reply: z.boolean(), manage: z.boolean() }),
})
export type WarningView = z.infer<typeof WarningView>

export const WarningFilter = z.object({
  division: DivisionCode.optional().describe('the subtree of this division'),
  level: WarningLevel.optional(),
  state: WarningState.optional(),
  rule: z.string().max(100).optional(),
  item: z.string().max(500).optional(),
  department: z.string().max(500).optional(),
  caseNo: z.string().max(500).optional(),
  escalated: z.stringbool().optional(),
  replyLate: z.stringbool().optional(),
  from: AskedDay.optional().describe('raised on or after this day'),
  to: AskedDay.optional().describe('raised on or before this day'),
  text: z.string().max(200).optional().describe('part of a case number, item, department or holder'),
})
export type WarningFilter = z.infer<typeof WarningFilter>

const warningOrders = ['newest', 'oldest', 'replyDue'] as const

const Facet = z.array(z.object({ value: z.string(), count: z.int() }))

const One = z.object({ division: DivisionCode, id: z.string().max(100) })
const Version = z.int().min(1).describe('the version that was looked at; 409 where somebody acted since')
const Text = z.string().trim().min(1).max(2000)

export const warningsRoutes = {
  list: route({
    method: 'GET',
    path: '/api/v1/warnings',
    summary: 'Lists yellow and red cards.',
    tag: 'warnings',
    guard: guards.may('warning.read'),
    query: WarningFilter.extend({ ...Paging.shape, order: z.enum(warningOrders).default('newest') }),
    response: page(WarningSummary),
  }),
  facets: route({
    method: 'GET',
    path: '/api/v1/warnings/facets',
    summary: 'Counts the cards of a filter by what they can be filtered by; each count leaves its own filter aside.',
    tag: 'warnings',
    guard: guards.may('warning.read'),
    query: WarningFilter,
    response: z.object({
      total: z.int(),
      level: Facet,
      state: Facet,
      rule: Facet,
      division: Facet.describe('the 100 with most'),
      department: Facet.describe('the 100 with most'),
      item: Facet.describe('the 100 with most'),
    }),
  }),
  export: route({
    method: 'GET',
    path: '/api/v1/warnings/export',
    summary: 'Downloads the cards of a filter as a table.',
    tag: 'warnings',
    guard: guards.may('report.export'),
    query: WarningFilter.extend({ format: z.enum(['csv', 'xlsx']), language: LanguageField }),
    response: 'file',
  }),
  read: route({
    method: 'GET',
    path: '/api/v1/warnings/{division}/{id}',
    summary: 'Reads a card with all that happened to it.',
    tag: 'warnings',
    guard: guards.may('warning.read'),
    params: One,
    response: WarningView,
  }),
  reply: route({
    method: 'POST',
    path: '/api/v1/warnings/{division}/{id}/reply',
    summary: 'Replies to a card: why, and what is done about it.',
    tag: 'warnings',
    guard: guards.may('warning.reply'),
    params: One,
    body: z.object({ version: Version, text: Text }),
    response: WarningView,
  }),
  accept: route({
    method: 'POST',
    path: '/api/v1/warnings/{division}/{id}/accept',
    summary: 'Accepts the reply, which closes the card.',
    tag: 'warnings',
    guard: guards.may('warning.manage'),
    params: One,
    body: z.object({ version: Version, text: Text.optional() }),
    response: WarningView,
  }),
  return: route({
    method: 'POST',
    path: '/api/v1/warnings/{division}/{id}/return',
    summary: 'Returns the reply as not enough; a new deadline for it starts.',
    tag: 'warnings',
    guard: guards.may('warning.manage'),
    params: One,
    body: z.object({ version: Version, text: Text }),
    response: WarningView,
  }),
  close: route({
    method: 'POST',
    path: '/api/v1/warnings/{division}/{id}/close',
    summary: 'Closes a card without a reply, with the reason.',
    tag: 'warnings',
    guard: guards.may('warning.manage'),
    params: One,
    body: z.object({ version: Version, text: Text }),
    response: WarningView,
  }),
  escalate: route({
    method: 'POST',
    path: '/api/v1/warnings/{division}/{id}/escalate',
    summary: 'Takes a card to the next higher office before the deadline does.',
    tag: 'warnings',
    guard: guards.may('warning.manage'),
    params: One,
    body: z.object({ version: Version, text: Text }),
    response: WarningView,
  }),
  bulk: route({
    method: 'POST',
    path: '/api/v1/warnings/acts',
    summary: 'Accepts, returns, closes or escalates several cards at once; each is done or refused by itself.',
    tag: 'warnings',
    guard: guards.may('warning.manage'),
    body: z.object({
      act: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('accept'), text: Text.optional() }),
        z.object({ kind: z.literal('return'), text: Text }),
        z.object({ kind: z.literal('close'), text: Text }),
        z.object({ kind: z.literal('escalate'), text: Text }),
      ]),
      warnings: z
        .array(One.extend({ version: Version }))
        .min(1)
        .max(200),
    }),
    response: z.object({
      results: z.array(
        One.extend({
          version: ToldVersion.optional(),
          problem: z.enum(['notFound', 'conflict', 'outOfScope', 'invalid']).optional(),
        }),
      ),
    }),
  }),
} as const
