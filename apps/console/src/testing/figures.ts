import {
  type Answer,
  attentionRoutes,
  casesRoutes,
  divisionsRoutes,
  identityRoutes,
  indicatorsRoutes,
  type Role,
  sandboxRoutes,
  viewsRoutes,
} from '@zhengfeng/contract'
import { addDays } from '../shell/period.ts'
import { caseRows } from './cases.ts'
import { now, sessionOf } from './people.ts'
import { processMap } from './process-map.ts'
import { answer, type MockAnswer, type MockCall, stream } from './site.ts'

type Overview = Answer<typeof indicatorsRoutes.overview>
type Description = Answer<typeof indicatorsRoutes.catalogue>['items'][number]
type Figure = Values['rows'][number]['figures'][number]
type Values = Answer<typeof indicatorsRoutes.values>
type Ranking = Answer<typeof indicatorsRoutes.ranking>
type Index = Answer<typeof indicatorsRoutes.index>

const names = '甲乙丙丁戊己庚辛壬癸子丑寅卯'.split('')
const today = now.slice(0, 10)
const computedAt = now

export const divisions: Answer<typeof divisionsRoutes.list>['items'] = [
  { code: '99', name: '样例省', level: 1, position: 0, within: true },
  ...names.map((name, index) => ({
    code: cityCode(index),
    parent: '99',
    name: `${name}市`,
    level: 2,
    position: index,
    within: true,
  })),
  ...names.flatMap((name, index) =>
    [1, 2, 3].map((county) => ({
      code: `${cityCode(index)}${county}`,
      parent: cityCode(index),
      name: `${name}市${'一二三'[county - 1]}县`,
      level: 3,
      position: county,
      within: true,
    })),
  ),
]

export const items = [
  '食品经营许可',
  '企业设立登记',
  '不动产转移登记',
  '建筑工程施工许可',
  '排污许可',
  '道路货运经营许可',
]
const departments = ['市场监管局', '自然资源局', '住房城乡建设局', '生态环境局', '交通运输局']

const catalogue: readonly Description[] = [
  description('submitted', 'count', 'none', 'flow', true),
  description('overdueRate', 'share', 'lower', 'flow', true, 0.02),
  description('officialMedian', 'ms', 'lower', 'quantile', true),
  description('livedMedian', 'ms', 'lower', 'quantile', true),
  description('satisfactionShare', 'share', 'higher', 'flow', true, 0.95),
  description('onTimeShare', 'share', 'higher', 'flow', true, 0.98),
  description('supplementShare', 'share', 'lower', 'flow', false),
  description('onlineShare', 'share', 'higher', 'flow', false, 0.9),
  description('complaintsPerThousand', 'perThousand', 'lower', 'flow', true),
]

function description(
  id: string,
  unit: Description['unit'],
  direction: Description['direction'],
  grain: Description['grain'],
  headline: boolean,
  target?: number,
): Description {
  return {
    id,
    unit,
    direction,
    grain,
    headline,
    rankable: direction !== 'none',
    drillsTo: grain === 'flow' ? ['numerator', 'denominator'] : ['denominator'],
    ...(target !== undefined && { target }),
    ...(id.startsWith('official') && { workingDayMs: 28_800_000 }),
    source: 'serviceHall',
    groups: ['division', 'department', 'item', 'channel', 'applicantGroup', 'day', 'week', 'month'],
  }
}

const levels: Readonly<Record<string, number>> = {
  submitted: 8200,
  overdueRate: 0.034,
  officialMedian: 4.2 * 86_400_000,
  livedMedian: 8.9 * 86_400_000,
  satisfactionShare: 0.962,
  onTimeShare: 0.966,
  supplementShare: 0.11,
  onlineShare: 0.83,
  complaintsPerThousand: 2.4,
}

/** A figure that is the same for the same seed. */
function figure(id: string, seed: string, options: { readonly compare?: boolean } = {}): Figure {
  const { unit } = catalogue.find((it) => it.id === id) ?? catalogue[0]!
  const sample = Math.round(60 + 900 * random(`${seed} sample`))
  const level = levels[id] ?? 1
  const value = clamp(unit, level * (0.6 + 0.8 * random(`${seed} ${id}`)))
  const half = value * (0.5 / Math.sqrt(sample / 30))
  return {
    indicator: id,
    state: 'told',
    value: unit === 'count' ? Math.round(value) : value,
    ...(unit === 'share' && { numerator: Math.round(value * sample), denominator: sample, sample }),
    ...(unit !== 'share' && unit !== 'count' && { sample }),
    ...(unit !== 'count' && { interval: [Math.max(0, value - half), clamp(unit, value + half)] as [number, number] }),
    ...(options.compare && { previous: clamp(unit, level * (0.6 + 0.8 * random(`${seed} ${id} before`))) }),
  }
}

function clamp(unit: Description['unit'], value: number): number {
  return unit === 'share' ? Math.min(1, value) : value
}

function overview({ query }: MockCall): Overview {
  const to = query.to ?? today
  const from = query.from ?? addDays(to, -29)
  const parent = query.division ?? '99'
  const below = divisions.filter((division) => division.parent === parent)
  return {
    computedAt,
    slice: { from, to, ...(query.division && { division: query.division }) },
    previous: { from: addDays(from, -30), to: addDays(from, -1) },
    headline: catalogue
      .filter(({ headline }) => headline)
      .map(({ id, target }) => ({
        ...figure(id, parent, { compare: true }),
        ...(target !== undefined && { target }),
        days: Array.from({ length: 30 }, (_, day) => ({
          day: addDays(from, day),
          value: figure(id, `${parent} ${day}`).value,
        })),
      })),
    counts: {
      open: 5213,
      overdueOpen: 184,
      nearDueOpen: 311,
      warningsYellow: 97,
      warningsRed: 41,
      findingsAwaiting: 63,
    },
    children: below.map(({ code }) => ({
      division: code,
      open: Math.round(600 * random(`${code} open`)),
      overdueOpen: Math.round(30 * random(`${code} overdue`)),
      figures: ['overdueRate', 'officialMedian', 'satisfactionShare'].map((id) => figure(id, code, { compare: true })),
    })),
    latest: Array.from({ length: 12 }, (_, index) => ({
      division: `${cityCode(index % 14)}1`,
      caseNo: `99-2026-${String(10_000 + index)}`,
      seq: 9000 - index,
      activity: ['收件', '受理', '审查', '决定', '办结'][index % 5]!,
      occurredAt: new Date(Date.parse(now) - index * 7000).toISOString(),
      recordedAt: new Date(Date.parse(now) - index * 7000).toISOString(),
      item: items[index % items.length]!,
      department: departments[index % departments.length]!,
    })),
  }
}

function values({ query }: MockCall): Values {
  const to = query.to ?? today
  const from = query.from ?? addDays(to, -29)
  const by = (query.by?.split(',') ?? []) as Values['by']
  const ids = (query.indicators ?? '').split(',')
  const compare = query.compare !== undefined
  const keys = by.map((group) => keysOf(group, query.division ?? '99', { from, to }))
  const rows = keys.reduce<string[][]>((rows, next) => rows.flatMap((row) => next.map((key) => [...row, key])), [[]])
  return {
    computedAt,
    slice: { from, to },
    by,
    rows: rows.map((row) => ({
      keys: row,
      figures: ids.map((id) => figure(id, `${query.division ?? ''} ${row.join(' ')}`, { compare })),
    })),
    cut: false,
  }
}

function keysOf(group: string, parent: string, days: { readonly from: string; readonly to: string }): string[] {
  const all: string[] = []
  for (let day = days.from; day <= days.to; day = addDays(day, 1)) all.push(day)
  switch (group) {
    case 'day':
      return all
    case 'week':
      return all.filter((day) => new Date(day).getUTCDay() === 1)
    case 'month':
      return Array.from(new Set(all.map((day) => `${day.slice(0, 7)}-01`)))
    case 'division':
      return divisions.filter((division) => division.parent === parent).map(({ code }) => code)
    case 'item':
      return items
    case 'department':
      return departments
    case 'channel':
      return ['窗口', '网上', '自助终端']
    default:
      return ['个人', '企业']
  }
}

function attention(call: MockCall): Answer<typeof attentionRoutes.attention> {
  const units = ranking(call).units.filter(({ state }) => state === 'bottom')
  return { computedAt, items: units.map((unit) => ({ indicator: 'overdueRate', unit })) }
}

function ranking({ query }: MockCall): Ranking {
  const id = query.indicator ?? 'overdueRate'
  const { direction } = catalogue.find((it) => it.id === id) ?? catalogue[1]!
  const units = divisions.filter((division) => division.level === (query.level === 'leaf' ? 3 : 2))
  const ranked = units
    .slice(2)
    .map(({ code }) => ({ code, ...figure(id, code) }))
    .sort((a, b) => ((a.value ?? 0) - (b.value ?? 0)) * (direction === 'higher' ? -1 : 1))
  const lastTenth = Math.ceil(ranked.length / 10)
  return {
    computedAt,
    slice: { from: addDays(today, -29), to: today },
    indicator: id,
    level: (query.level ?? 'division') as Ranking['level'],
    minimumSample: 30,
    adjustedFor: ['item'],
    overall: levels[id] ?? 1,
    units: [
      ...ranked.map(({ code, value, interval, sample }, index): Ranking['units'][number] => ({
        division: code,
        sample: sample ?? 0,
        observed: (value ?? 0) * 1.05,
        expected: levels[id] ?? 1,
        adjusted: value,
        interval,
        rank: index + 1,
        rankRange: [Math.max(1, index - 2), Math.min(ranked.length, index + 4)],
        state: index >= ranked.length - lastTenth ? 'bottom' : 'ranked',
        reasons:
          index < ranked.length - lastTenth
            ? []
            : [
                {
                  key: 'worseThanExpected',
                  values: {
                    sample: 400,
                    adjusted: value ?? 0,
                    overall: levels[id] ?? 1,
                    expected: 0.03,
                    observed: 0.05,
                  },
                },
                { key: 'difference', values: { difference: 0.02, low: 0.01, high: 0.03 } },
              ],
      })),
      ...units.slice(0, 2).map(({ code }): Ranking['units'][number] => ({
        division: code,
        sample: 12,
        state: code.endsWith('2') ? 'tooLittleInCommon' : 'tooFew',
        reasons: [],
      })),
    ],
  }
}

function index({ query }: MockCall): Index {
  const units = query.level === 'self' ? divisions.slice(0, 1) : divisions.filter(({ level }) => level === 2)
  return {
    computedAt,
    slice: { from: addDays(today, -29), to: today },
    missing: ['thirdParty'],
    units: units.map(({ code }, position) => ({
      division: code,
      ...(position !== 3 && { value: 60 + 38 * random(`${code} index`) }),
      dimensions: (['satisfaction', 'efficiency', 'integrity'] as const).map((dimension) => ({
        dimension,
        weight: dimension === 'efficiency' ? 40 : 30,
        toldWeight: position === 3 && dimension === 'satisfaction' ? 0 : 100,
        ...((position !== 3 || dimension !== 'satisfaction') && { score: 55 + 44 * random(`${code} ${dimension}`) }),
        parts: partsOf[dimension].map((indicator) => ({
          indicator,
          weight: 100 / partsOf[dimension].length,
          state: 'told' as const,
          value: figure(indicator, code).value,
          score: 55 + 44 * random(`${code} ${indicator}`),
          sample: 320,
        })),
      })),
    })),
  }
}

const partsOf = {
  satisfaction: ['satisfactionShare', 'complaintsPerThousand'],
  efficiency: ['overdueRate', 'onTimeShare', 'officialMedian'],
  integrity: ['supplementShare'],
} as const

/** All that the shell and the analysis screens ask for, as somebody with a role sees it. */
export function figuresFor(role: Role): readonly MockAnswer[] {
  return [
    answer(identityRoutes.session, () => sessionOf(role)),
    answer(identityRoutes.sandboxAccounts, () => ({ items: [] })),
    answer(sandboxRoutes.status, () => ({
      state: 'living' as const,
      clock: { now, speed: 60 as const, isOpen: true, eventsPerMinute: 40 },
    })),
    answer(identityRoutes.sessions, () => ({ items: [] })),
    answer(identityRoutes.signOut, () => undefined),
    answer(divisionsRoutes.list, () => ({ items: divisions })),
    answer(indicatorsRoutes.catalogue, () => ({ items: [...catalogue] })),
    answer(indicatorsRoutes.overview, overview),
    stream(indicatorsRoutes.overviewStream, (call) => [{ name: 'overview', data: overview(call) }]),
    answer(indicatorsRoutes.values, values),
    answer(indicatorsRoutes.ranking, ranking),
    answer(attentionRoutes.attention, attention),
    answer(indicatorsRoutes.index, index),
    answer(indicatorsRoutes.cases, () => ({ items: caseRows(12), next: 'more' })),
    answer(casesRoutes.list, () => ({ items: caseRows(5) })),
    answer(casesRoutes.processMap, () => processMap()),
    answer(viewsRoutes.list, () => ({ items: [] })),
  ]
}

function cityCode(index: number): string {
  return `99${String(index + 1).padStart(2, '0')}`
}

/** A number in [0, 1) that follows from the text. */
function random(text: string): number {
  let hash = 2_166_136_261
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619)
  hash ^= hash >>> 13
  return ((Math.imul(hash, 1_540_483_477) >>> 0) % 10_000) / 10_000
}
