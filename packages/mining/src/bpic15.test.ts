import { createReadStream, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import { readXes, shippedProfile } from '@zhengfeng/eventlog'
import { describe, expect, test } from 'vitest'
import { caseDurations, median } from './index.ts'

const logs = fileURLToPath(new URL('../../../../shared/data/permits-bpic15/', import.meta.url))

describe.skipIf(!existsSync(logs))(
  'two municipalities that grant building permits (skipped: ../shared is absent)',
  () => {
    test.each([
      [1, 1199, 61],
      [2, 832, 108],
    ])(
      'municipality %i: half of %i cases last %i days or longer, from first to last event',
      async (number, cases, days) => {
        const source = `BPIC15_${number}.xes.gz`
        const bytes = createReadStream(`${logs}${source}`).pipe(createGunzip())
        const { log } = await readXes(bytes, shippedProfile('bpic15'), { source })
        const durations = caseDurations(log)
        expect(durations.length).toBe(cases)
        expect(Math.floor(median(durations) / 86_400_000)).toBe(days)
      },
    )
  },
)
