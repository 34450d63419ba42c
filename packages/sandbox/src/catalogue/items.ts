import type { Limit } from '@zhengfeng/eventlog'
import type { Department } from './departments.ts'

/** What stops the clock lawfully while it lasts (Administrative Licensing Law, art. 45). */
export interface SpecialProcedure {
  readonly kind: '现场核查' | '专家评审' | '听证' | '检验检测' | '公示'
  /** Share of cases that need it. */
  readonly share: number
  /** Calendar days it usually takes. */
  readonly medianDays: number
}

/** A service item: who answers for it, how long it may take, and what work it is. */
export interface ServiceItem {
  readonly name: string
  readonly department: Department
  readonly statutory: Limit
  readonly promised: Limit
  /** Decided on the spot (即办件): no separate review. */
  readonly instant?: boolean
  /** Share of all applications, relative to the others. */
  readonly weight: number
  /** Share of applications made by businesses, who often come through an agent. */
  readonly business: number
  readonly materials: number
  /** Usual minutes of work for each review. */
  readonly reviewMinutes: number
  /** Departments that are heard, in order, and come back to the lead. */
  readonly joint?: readonly Department[]
  readonly special?: SpecialProcedure
  /** Decided in the weekly meeting. */
  readonly meeting?: boolean
  /** Work is planned to the promise: decided when between these shares of the limit have passed. */
  readonly paced?: readonly [from: number, to: number]
  /** `weekly`: printed together once a week after closing; `atOnce`: before closing. */
  readonly certificate: 'none' | 'atOnce' | 'weekly'
  /** Closed at night by a program. */
  readonly closedBySystem?: boolean
}

/**
 * The items of the sandbox. Names and order of magnitude follow published catalogues; limits are plausible, not
 * quotations, and differ from place to place.
 */
export const items: readonly ServiceItem[] = [
  item('企业设立登记', '市场监管', [3, 1], {
    instant: true,
    weight: 12,
    business: 1,
    materials: 6,
    certificate: 'atOnce',
  }),
  item('个体工商户设立登记', '市场监管', [3, 1], {
    instant: true,
    weight: 12,
    business: 0.6,
    materials: 4,
    certificate: 'atOnce',
  }),
  item('食品经营许可', '市场监管', [20, 8], {
    ...{ weight: 8, business: 0.9, materials: 7, reviewMinutes: 50, certificate: 'atOnce' },
    special: { kind: '现场核查', share: 0.45, medianDays: 4 },
  }),
  item('特种设备使用登记', '市场监管', [15, 5], {
    weight: 3,
    business: 1,
    materials: 5,
    reviewMinutes: 40,
    certificate: 'atOnce',
  }),
  item('户口迁移', '公安', [20, 5], { weight: 9, business: 0, materials: 4, reviewMinutes: 30, certificate: 'none' }),
  item('居住证申领', '公安', [15, 6], {
    weight: 10,
    business: 0.05,
    materials: 3,
    reviewMinutes: 20,
    certificate: 'weekly',
  }),
  item('旅馆业特种行业许可', '公安', [20, 10], {
    ...{ weight: 1.5, business: 1, materials: 9, reviewMinutes: 90, certificate: 'atOnce' },
    ...{ special: { kind: '现场核查', share: 0.9, medianDays: 6 }, joint: ['住建'] },
  }),
  item('社会保障卡申领', '人社', [15, 5], {
    weight: 12,
    business: 0.1,
    materials: 2,
    reviewMinutes: 15,
    certificate: 'weekly',
  }),
  item('失业保险金申领', '人社', [10, 5], {
    weight: 6,
    business: 0,
    materials: 3,
    reviewMinutes: 25,
    certificate: 'none',
    closedBySystem: true,
  }),
  item('劳务派遣经营许可', '人社', [20, 10], {
    ...{ weight: 1.5, business: 1, materials: 9, reviewMinutes: 80, certificate: 'atOnce', meeting: true },
    special: { kind: '现场核查', share: 0.5, medianDays: 5 },
  }),
  item('工伤认定', '人社', [60, 25], {
    ...{
      weight: 3,
      business: 0.7,
      materials: 8,
      reviewMinutes: 150,
      certificate: 'none',
      meeting: true,
      joint: ['医保'],
    },
    special: { kind: '检验检测', share: 0.25, medianDays: 14 },
  }),
  item('异地就医备案', '医保', [3, 1], {
    instant: true,
    weight: 8,
    business: 0,
    materials: 2,
    certificate: 'none',
    closedBySystem: true,
  }),
  item('医疗费用手工报销', '医保', [30, 15], {
    paced: [0.5, 0.86],
    weight: 7,
    business: 0,
    materials: 5,
    reviewMinutes: 45,
    certificate: 'none',
    closedBySystem: true,
  }),
  item('不动产转移登记', '自然资源', [30, 7], {
    ...{ weight: 8, business: 0.45, materials: 7, reviewMinutes: 45, certificate: 'atOnce', joint: ['住建', '税务'] },
  }),
  item('建设用地规划许可', '自然资源', [20, 14], {
    ...{ weight: 1.5, business: 1, materials: 10, reviewMinutes: 150, certificate: 'atOnce', meeting: true },
    joint: ['住建', '生态环境'],
  }),
  item('建设工程规划许可', '自然资源', [20, 12], {
    ...{ weight: 2, business: 1, materials: 12, reviewMinutes: 160, certificate: 'atOnce', meeting: true },
    ...{ joint: ['住建'], special: { kind: '公示', share: 0.8, medianDays: 10 } },
  }),
  item('建筑工程施工许可', '住建', [15, 6], {
    ...{ weight: 2.5, business: 1, materials: 11, reviewMinutes: 90, certificate: 'atOnce', joint: ['自然资源'] },
  }),
  item('商品房预售许可', '住建', [20, 8], {
    ...{ weight: 1.5, business: 1, materials: 10, reviewMinutes: 100, certificate: 'atOnce' },
    special: { kind: '现场核查', share: 0.7, medianDays: 4 },
  }),
  item('公租房资格确认', '住建', [45, 25], {
    ...{
      weight: 4,
      business: 0,
      materials: 8,
      reviewMinutes: 50,
      certificate: 'none',
      joint: ['人社', '自然资源', '公安'],
    },
    special: { kind: '公示', share: 1, medianDays: 8 },
  }),
  item('增值税发票最高开票限额审批', '税务', [20, 5], {
    weight: 5,
    business: 1,
    materials: 4,
    reviewMinutes: 40,
    certificate: 'none',
  }),
  item('医疗机构执业登记', '卫健', [45, 20], {
    ...{ weight: 1.5, business: 1, materials: 12, reviewMinutes: 180, certificate: 'atOnce', meeting: true },
    ...{ joint: ['医保'], special: { kind: '专家评审', share: 0.8, medianDays: 12 } },
  }),
  item('公共场所卫生许可', '卫健', [20, 6], {
    ...{ weight: 4, business: 0.95, materials: 6, reviewMinutes: 45, certificate: 'atOnce' },
    special: { kind: '现场核查', share: 0.35, medianDays: 4 },
  }),
  item('护士执业注册', '卫健', [20, 8], {
    paced: [0.45, 0.8],
    weight: 4,
    business: 0.3,
    materials: 5,
    reviewMinutes: 25,
    certificate: 'weekly',
  }),
  item('排污许可', '生态环境', [30, 15], {
    ...{ weight: 2, business: 1, materials: 10, reviewMinutes: 180, certificate: 'atOnce', meeting: true },
    special: { kind: '专家评审', share: 0.6, medianDays: 14 },
  }),
  item('建设项目环境影响评价审批', '生态环境', [60, 30], {
    ...{ weight: 1.2, business: 1, materials: 11, reviewMinutes: 240, certificate: 'none', meeting: true },
    ...{ joint: ['自然资源'], special: { kind: '听证', share: 0.2, medianDays: 20 } },
  }),
  item('占用挖掘城市道路审批', '城管', [20, 7], {
    ...{ weight: 2.5, business: 0.9, materials: 6, reviewMinutes: 60, certificate: 'atOnce', joint: ['公安'] },
  }),
  item('大型户外广告设置审批', '城管', [20, 6], {
    ...{ weight: 3, business: 1, materials: 5, reviewMinutes: 45, certificate: 'atOnce' },
    special: { kind: '现场核查', share: 0.3, medianDays: 3 },
  }),
]

type Rest = Omit<ServiceItem, 'name' | 'department' | 'statutory' | 'promised' | 'reviewMinutes'> & {
  reviewMinutes?: number
}

/** Both limits are in working days. */
function item(name: string, department: Department, limits: readonly [number, number], rest: Rest): ServiceItem {
  const [statutory, promised] = limits
  return {
    ...{ name, department, reviewMinutes: 0, ...rest },
    statutory: { amount: statutory, unit: 'workingDay' },
    promised: { amount: promised, unit: 'workingDay' },
  }
}
