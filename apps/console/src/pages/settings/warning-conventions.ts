import type { WarningRulesSetting } from '@zhengfeng/contract'
import type { z } from 'zod'

type Rules = z.infer<typeof WarningRulesSetting>['rules']

const reply = {
  within: { amount: 3, unit: 'workingDay' },
  escalateTo: ['division', 'parentDivision'],
  againWithin: { amount: 2, unit: 'workingDay' },
}

/** The conventions that places follow, as the server writes them; a test compares the two. */
export const conventionRules: Readonly<Record<'A' | 'B' | 'C', Rules>> = {
  A: [
    {
      id: 'near-due',
      level: 'yellow',
      when: { kind: 'share', share: 0.9, of: 'earlier' },
      addressee: 'holder',
      enabled: true,
    },
    {
      id: 'overdue',
      level: 'red',
      when: { kind: 'overdue', of: 'earlier' },
      addressee: 'department',
      reply,
      enabled: true,
    },
  ],
  B: [
    {
      id: 'overdue',
      level: 'yellow',
      when: { kind: 'overdue', of: 'earlier' },
      addressee: 'department',
      reply,
      enabled: true,
    },
    {
      id: 'still-overdue',
      level: 'red',
      when: { kind: 'overdueBy', by: { amount: 3, unit: 'workingDay' }, of: 'earlier' },
      addressee: 'division',
      reply,
      enabled: true,
    },
  ],
  C: [
    {
      id: 'near-due',
      level: 'yellow',
      when: { kind: 'before', workingDays: 1, of: 'earlier' },
      addressee: 'holder',
      enabled: true,
    },
    {
      id: 'overdue',
      level: 'red',
      when: { kind: 'overdue', of: 'earlier' },
      addressee: 'department',
      reply,
      enabled: true,
    },
  ],
}

export const conventionNames = ['A', 'B', 'C'] as const
export type Convention = (typeof conventionNames)[number]

/** Which convention the rules are; `undefined` where they are none. */
export function conventionOf(rules: Rules): Convention | undefined {
  const text = canonical(rules)
  return conventionNames.find((name) => canonical(conventionRules[name]) === text)
}

/** The same text for the same rules, in whatever order their members stand. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, it: unknown) =>
    typeof it === 'object' && it !== null && !Array.isArray(it)
      ? Object.fromEntries(Object.entries(it).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : it,
  )
}
