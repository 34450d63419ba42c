import type { CanonicalActivity } from '@zhengfeng/eventlog'

/** What applicants do and say besides their application, with its canonical name. */
export const voiceActivities = {
  取号: 'queue',
  叫号: 'call',
  投诉: 'complain',
  差评整改: 'rectify',
} as const satisfies Record<string, CanonicalActivity>
