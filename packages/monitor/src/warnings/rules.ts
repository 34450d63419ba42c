import { Limit } from '@zhengfeng/eventlog'
import { z } from 'zod'

const Of = z
  .enum(['earlier', 'promised', 'statutory'])
  .default('earlier')
  .describe('which due instant; earlier: of the two that are known')

/** When a card falls due. Stops of the clock are respected; while one lasts and the limit has not run out, none does. */
export const WarningTrigger = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('share'),
    share: z.number().gt(0).lt(1).describe('of the limit, in working time'),
    of: Of,
  }),
  z.strictObject({
    kind: z.literal('before'),
    workingDays: z.number().positive().max(60).describe('before the due instant'),
    of: Of,
  }),
  z.strictObject({ kind: z.literal('overdue'), of: Of }),
  z.strictObject({
    kind: z.literal('overdueBy'),
    by: Limit.describe('after the due instant'),
    of: Of,
  }),
])
export type WarningTrigger = z.infer<typeof WarningTrigger>

/** To whom a card goes: who holds the case, the department responsible, the office, or the office above it. */
export const WarningAddressee = z.enum(['holder', 'department', 'division', 'parentDivision'])
export type WarningAddressee = z.infer<typeof WarningAddressee>

/** A rule of yellow and red cards. */
export const WarningRule = z.strictObject({
  id: z.string().regex(/^[a-z][A-Za-z0-9-]{0,59}$/, 'letters, digits and hyphens, beginning with a small letter'),
  level: z.enum(['yellow', 'red']),
  when: WarningTrigger,
  addressee: WarningAddressee.default('department'),
  reply: z
    .strictObject({
      within: Limit.describe('from the moment that the card is raised'),
      escalateTo: z.array(WarningAddressee).max(4).default([]).describe('in turn, each time the reply is late'),
      againWithin: Limit.optional().describe('the new deadline after an escalation; else as the first'),
    })
    .optional()
    .describe('absent: no reply is needed'),
  items: z.array(z.string()).optional().describe('only cases of these items'),
  enabled: z.boolean().default(true),
})
export type WarningRule = z.infer<typeof WarningRule>

/** The rules in force; ids are unique. */
export const WarningRules = z
  .array(WarningRule)
  .max(200)
  .refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, 'each rule needs an id of its own')

const red = {
  level: 'red',
  addressee: 'department',
  reply: {
    within: { amount: 3, unit: 'workingDay' },
    againWithin: { amount: 2, unit: 'workingDay' },
    escalateTo: ['division', 'parentDivision'],
  },
} as const

/**
 * The three conventions that places follow: A yellow when nine tenths of the limit are used, red when it has run out; B yellow with a
 * letter when it has run out, red when the time to set it right has too; C yellow one working day before.
 */
export const warningConventions: Readonly<Record<'A' | 'B' | 'C', readonly WarningRule[]>> = {
  A: WarningRules.parse([
    { id: 'near-due', level: 'yellow', when: { kind: 'share', share: 0.9 }, addressee: 'holder' },
    { id: 'overdue', when: { kind: 'overdue' }, ...red },
  ]),
  B: WarningRules.parse([
    { id: 'overdue', ...red, level: 'yellow', when: { kind: 'overdue' } },
    {
      id: 'still-overdue',
      when: { kind: 'overdueBy', by: { amount: 3, unit: 'workingDay' } },
      ...red,
      addressee: 'division',
    },
  ]),
  C: WarningRules.parse([
    { id: 'near-due', level: 'yellow', when: { kind: 'before', workingDays: 1 }, addressee: 'holder' },
    { id: 'overdue', when: { kind: 'overdue' }, ...red },
  ]),
}

/** The rules where nobody changed any: convention A. */
export const defaultWarningRules: readonly WarningRule[] = warningConventions.A
