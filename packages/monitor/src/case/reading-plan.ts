import type { LimitSource, Milestone, Profile } from '@zhengfeng/eventlog'
import type { MonitorRules } from './monitor-rules.ts'

/** Which attributes of cases and events are needed, and as what. Names of case attributes are without `case:`. */
export interface ReadingPlan {
  readonly caseTexts: readonly string[]
  /** Texts of cases that events may tell as well. */
  readonly caseRoles: readonly string[]
  readonly caseInstants: readonly string[]
  readonly caseNumbers: readonly string[]
  readonly eventTexts: readonly string[]
  /** Attributes of events that the profile says describe the case. */
  readonly ofCase: ReadonlySet<string>
  /** Attributes of events that a trace keeps. */
  readonly kept: ReadonlySet<string>
  readonly started: string
  readonly transition: string
  readonly missing: ReadonlySet<string>
}

const plans = new WeakMap<Profile, WeakMap<MonitorRules, ReadingPlan>>()

/** The plan of a profile under rules, made once. */
export function readingPlan(profile: Profile, rules: MonitorRules): ReadingPlan {
  let byRules = plans.get(profile)
  if (!byRules) {
    byRules = new WeakMap()
    plans.set(profile, byRules)
  }
  let plan = byRules.get(rules)
  if (!plan) {
    plan = makePlan(profile, rules)
    byRules.set(rules, plan)
  }
  return plan
}

/** A profile may name an attribute of cases with or without `case:`. */
export function bareName(name: string): string {
  return name.replace(/^case:/, '')
}

function makePlan(profile: Profile, { attributes: names }: MonitorRules): ReadingPlan {
  const { columns, clock, priority } = profile
  const caseRoles = distinct(
    named([columns.item, columns.channel, columns.applicant, columns.agent, priority?.attribute]),
  )
  const voices = [...names.satisfaction, ...names.defaultRating, ...names.followUpRating, ...names.reasons]
  const caseTexts = distinct([...names.applicantGroup, ...names.department, ...names.visits]).filter(
    (name) => !caseRoles.includes(name),
  )
  const eventTexts = distinct([...named([columns.stopKind, columns.stopDocument]), ...voices, ...names.visits])
  const limits = [clock.statutory, clock.promised]
  return {
    caseTexts,
    caseRoles,
    caseInstants: distinct(named([attributeOf(clock.from), attributeOf(clock.to), ...limits.map(dueOf)])),
    caseNumbers: distinct(named(limits.map(amountOf))),
    eventTexts,
    ofCase: new Set(profile.caseColumns.map(bareName)),
    kept: new Set([...caseRoles, ...eventTexts]),
    started: bareName(columns.start ?? 'startedAt'),
    transition: bareName(columns.lifecycle ?? 'transition'),
    missing: new Set(profile.missing),
  }
}

function named(names: readonly (string | undefined)[]): string[] {
  return names.filter((name) => name !== undefined).map(bareName)
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}

function attributeOf(milestone: Milestone): string | undefined {
  return typeof milestone === 'object' ? milestone.attribute : undefined
}

function dueOf(source: LimitSource | undefined): string | undefined {
  return source && 'due' in source ? source.due : undefined
}

function amountOf(source: LimitSource | undefined): string | undefined {
  return source && 'unit' in source ? source.amount : undefined
}
