import { Limit } from '@zhengfeng/eventlog'
import { z } from 'zod'

const Names = z.array(z.string().min(1))

/** What is measured where neither the law nor the source says: names of attributes, and where the line is drawn. */
export const MonitorRules = z.strictObject({
  attributes: z
    .strictObject({
      applicantGroup: Names.default(['applicantGroup', 'applyer_type', 'userProp', '申请人类型']),
      department: Names.default(['department', 'leadDepartment', '责任部门', '牵头部门']),
      visits: Names.default(['visits', '跑动次数', '到场次数']),
      satisfaction: Names.default(['satisfaction', '满意度']),
      defaultRating: Names.default(['default', '默认评价']),
      followUpRating: Names.default(['followUp', '追加评价']),
      reasons: Names.default(['reasons', 'evalDetail']),
    })
    .prefault({})
    .describe('names under which sources tell it; the first that a case or event has counts'),
  satisfactionLevels: z
    .record(z.string(), z.int().min(1).max(5))
    .default({
      '5': 5,
      '4': 4,
      '3': 3,
      '2': 2,
      '1': 1,
      非常满意: 5,
      满意: 4,
      基本满意: 3,
      不满意: 2,
      非常不满意: 1,
    })
    .describe(
      'value of the source → 5 very satisfied … 1 very dissatisfied; the codes of GB/T 39046 run the other way',
    ),
  trueTexts: Names.default(['true', '1', '是', 'yes', 'y']).describe('what means yes, without case'),
  onlineChannels: Names.default([
    '网上',
    '网上办理',
    '网上申报',
    '电脑端',
    '电脑端网上',
    '移动端',
    'PC端',
    '小程序',
    'APP',
    'online',
    'web',
    'mobile',
    'internet',
    '互联网',
  ]).describe('channels that count as online, without case'),
  rectifyWithin: Limit.default({ amount: 15, unit: 'workingDay' }).describe('from a bad rating to putting it right'),
  acceptWithin: Limit.default({ amount: 5, unit: 'workingDay' }).describe(
    'from submitting, or the last answer to a request for supplements, to accepting (Administrative Licensing Law, article 32)',
  ),
  queueMinutes: z.number().positive().default(20).describe('longer at the window counts as a long queue'),
  earlyHours: z.number().positive().default(24).describe('so much before the due instant counts as early'),
})
export type MonitorRules = z.infer<typeof MonitorRules>

/** The rules where nobody changed any. */
export const defaultMonitorRules: MonitorRules = MonitorRules.parse({})
