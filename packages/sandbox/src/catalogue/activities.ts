import type { CanonicalActivity } from '@zhengfeng/eventlog'

/** Every step that a case of the sandbox can take by the published procedure, with its canonical name. */
export const activities = {
  提交申请: 'submit',
  收件: 'receive',
  补正告知: 'supplementRequest',
  补正提交: 'supplementAnswer',
  受理: 'accept',
  不予受理: 'refuse',
  转办: 'transfer',
  退回: 'return',
  暂停计时: 'suspend',
  恢复计时: 'resume',
  特别程序开始: 'specialStart',
  特别程序结束: 'specialEnd',
  延长审批: 'extend',
  审查: 'review',
  会签审查: 'review',
  决定: 'decide',
  制证: 'certify',
  送达: 'deliver',
  办结: 'close',
  撤回申请: 'withdraw',
  视为撤回: 'withdraw',
  评价: 'rate',
} as const satisfies Record<string, CanonicalActivity>
export type Activity = keyof typeof activities

/** Steps that no published procedure has: only cases with hidden steps take them. */
export const hiddenActivities = ['预审会商', '补充核查', '领导审签'] as const
export type HiddenActivity = (typeof hiddenActivities)[number]
