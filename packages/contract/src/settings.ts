import { z } from 'zod'
import { Day, Instant, Paging, page, ToldVersion } from './fields.ts'
import { guards, route } from './route.ts'

const TimeOfDay = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/, 'a time of day such as 09:00')
const Limit = z.strictObject({
  amount: z.number().positive().max(10_000),
  unit: z.enum(['workingDay', 'calendarDay', 'hour', 'minute', 'month']),
})

/** Days and hours that are worked, beyond the statutory holidays; stands over the calendars of the sources. */
export const CalendarSetting = z.strictObject({
  closed: z.array(Day).max(2_000).default([]).describe('further days off'),
  open: z.array(Day).max(2_000).default([]).describe('further working days'),
  hours: z
    .array(z.tuple([TimeOfDay, TimeOfDay]))
    .max(6)
    .default([])
    .describe('office hours of a working day; empty: as each source’s profile says'),
})

/** Limits by service item; stand over what profiles say, not over a due instant that the source itself gives. */
export const LimitsSetting = z.strictObject({
  byItem: z
    .record(z.string().min(1).max(500), z.strictObject({ statutory: Limit.optional(), promised: Limit.optional() }))
    .default({}),
})

/** Rules of yellow and red cards. The server checks each against the schema of the rule language. */
export const WarningRulesSetting = z.strictObject({ rules: z.array(z.record(z.string(), z.json())).max(200) })

const Weight = z.number().min(0).max(100)
/** Weights of the index in per cent: of the three dimensions, and of the parts within each. */
export const IndexWeightsSetting = z.strictObject({
  dimensions: z.strictObject({ satisfaction: Weight, efficiency: Weight, integrity: Weight }),
  parts: z.strictObject({
    satisfaction: z.record(z.string(), Weight),
    efficiency: z.record(z.string(), Weight),
    integrity: z.record(z.string(), Weight),
  }),
})

/** When a day is closed: its figures are kept as first told, and what changes later is listed as a restatement. */
export const ClosingSetting = z.strictObject({
  afterDays: z.int().min(1).max(60).default(3).describe('whole days after the day itself'),
})

/** What is measured where the catalogue leaves a choice. */
export const IndicatorsSetting = z.strictObject({
  minimumSample: z.int().min(5).max(1_000).default(30).describe('cases that a unit needs to be ranked'),
  targets: z.record(z.string(), z.number()).default({}).describe('by id of the indicator, in its unit'),
})

export const IngestionSetting = z.strictObject({
  futureTolerateMs: z.int().min(0).max(86_400_000).default(300_000).describe('further in the future is flagged'),
  pastTolerateDays: z.int().min(1).max(3_650).default(365).describe('longer ago is flagged'),
  eventsPerMinute: z
    .int()
    .min(1)
    .max(100_000_000)
    .default(1_000_000)
    .describe('of each token without a quota of its own'),
})

/** The settings by name. `rules` are changed by holders of rule.manage, `system` by holders of system.manage. */
export const settingSchemas = {
  rules: {
    calendar: CalendarSetting,
    limits: LimitsSetting,
    warningRules: WarningRulesSetting,
    indexWeights: IndexWeightsSetting,
    closing: ClosingSetting,
    indicators: IndicatorsSetting,
  },
  system: { ingestion: IngestionSetting },
} as const
export type RuleSettingName = keyof typeof settingSchemas.rules
export type SystemSettingName = keyof typeof settingSchemas.system
export type SettingName = RuleSettingName | SystemSettingName

export const ruleSettingNames = Object.keys(settingSchemas.rules) as [RuleSettingName, ...RuleSettingName[]]
export const systemSettingNames = Object.keys(settingSchemas.system) as [SystemSettingName, ...SystemSettingName[]]

export const Setting = z.object({
  name: z.enum([...ruleSettingNames, ...systemSettingNames]),
  /** As the schema of its name says; the default where it was never changed (version 0). */
  value: z.json(),
  version: z.int(),
  changedAt: Instant.optional(),
  changedBy: z.string().optional(),
})
export type Setting = z.infer<typeof Setting>

/** `version` is the one that was read; where another came between, the answer is 409 `conflict`. */
const SettingChange = z.strictObject({
  value: z.json(),
  version: ToldVersion,
  reason: z.string().trim().max(500).optional(),
})

const SettingVersion = Setting.extend({ reason: z.string().optional() })

/** Pages whose state can be kept as a view. */
export const viewPages = [
  'overview',
  'explorer',
  'ranking',
  'index',
  'processMap',
  'cases',
  'findings',
  'warnings',
] as const

const ViewFields = z.strictObject({
  name: z.string().trim().min(1).max(100),
  page: z.enum(viewPages),
  /** The query of the page, as in its address. */
  query: z
    .record(z.string().max(60), z.string().max(1_000))
    .refine((query) => Object.keys(query).length <= 40, 'at most 40 entries'),
  /** Whoever has the link may open it; what they see is still narrowed to what they may. */
  shared: z.boolean().default(false),
})

export const View = ViewFields.extend({
  id: z.uuid(),
  owner: z.string().describe('login of the person'),
  mine: z.boolean(),
  version: z.int(),
  changedAt: Instant,
})
export type View = z.infer<typeof View>

const viewParams = z.object({ id: z.uuid() })
const ruleParams = z.object({ name: z.enum(ruleSettingNames) })
const systemParams = z.object({ name: z.enum(systemSettingNames) })

export const settingsRoutes = {
  list: route({
    method: 'GET',
    path: '/api/v1/settings',
    summary: 'All settings with their versions.',
    tag: 'settings',
    guard: guards.may('rule.read'),
    response: z.object({ items: z.array(Setting) }),
  }),
  get: route({
    method: 'GET',
    path: '/api/v1/settings/{name}',
    summary: 'One setting.',
    tag: 'settings',
    guard: guards.may('rule.read'),
    params: z.object({ name: Setting.shape.name }),
    response: Setting,
  }),
  history: route({
    method: 'GET',
    path: '/api/v1/settings/{name}/history',
    summary: 'Who changed a setting when, the latest first.',
    tag: 'settings',
    guard: guards.may('rule.read'),
    params: z.object({ name: Setting.shape.name }),
    query: Paging,
    response: page(SettingVersion),
  }),
  changeRule: route({
    method: 'PUT',
    path: '/api/v1/settings/{name}',
    summary: 'Changes a setting of measuring.',
    tag: 'settings',
    guard: guards.may('rule.manage'),
    params: ruleParams,
    body: SettingChange,
    response: Setting,
  }),
  changeSystem: route({
    method: 'PUT',
    path: '/api/v1/system-settings/{name}',
    summary: 'Changes a setting of running the platform.',
    tag: 'settings',
    guard: guards.may('system.manage'),
    params: systemParams,
    body: SettingChange,
    response: Setting,
  }),
} as const

export const viewsRoutes = {
  list: route({
    method: 'GET',
    path: '/api/v1/views',
    summary: 'The views that the caller saved.',
    tag: 'views',
    guard: guards.signedIn,
    query: z.object({ page: z.enum(viewPages).optional() }),
    response: z.object({ items: z.array(View) }),
  }),
  get: route({
    method: 'GET',
    path: '/api/v1/views/{id}',
    summary: 'A view of the caller’s own, or one that was shared.',
    tag: 'views',
    guard: guards.signedIn,
    params: viewParams,
    response: View,
  }),
  create: route({
    method: 'POST',
    path: '/api/v1/views',
    summary: 'Saves a view.',
    tag: 'views',
    guard: guards.signedIn,
    body: ViewFields,
    response: View,
  }),
  change: route({
    method: 'PUT',
    path: '/api/v1/views/{id}',
    summary: 'Changes a view of the caller’s own.',
    tag: 'views',
    guard: guards.signedIn,
    params: viewParams,
    body: ViewFields.extend({ version: ToldVersion }),
    response: View,
  }),
  remove: route({
    method: 'DELETE',
    path: '/api/v1/views/{id}',
    summary: 'Deletes a view of the caller’s own.',
    tag: 'views',
    guard: guards.signedIn,
    params: viewParams,
    response: 'nothing',
  }),
} as const
