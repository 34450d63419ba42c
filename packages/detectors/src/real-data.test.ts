import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import { parseProfile, readXes } from '@zhengfeng/eventlog'
import { readService } from '@zhengfeng/mining'
import { describe, expect, test } from 'vitest'
import type { Detection } from './detector.ts'
import { runDetectors } from './run-detectors.ts'

const data = new URL('../../../../shared/data/', import.meta.url)
const profiles = new URL('../../eventlog/profiles/', import.meta.url)
const present = existsSync(fileURLToPath(data))

async function detectionsOn(file: string, profileName: string): Promise<readonly Detection[]> {
  const profile = parseProfile(readFileSync(new URL(profileName, profiles), 'utf8'), profileName)
  const stream = createReadStream(new URL(file, data)).pipe(createGunzip())
  const { log } = await readXes(stream, profile, { source: file, strict: false })
  return runDetectors(readService(log, profile))
}

describe.skipIf(!present)('on real permit logs (skipped where the shared data folder is absent)', () => {
  test.each([
    ['permits-wabo/receipt.xes.gz', 'wabo.yaml'],
    ['permits-bpic15/BPIC15_1.xes.gz', 'bpic15.yaml'],
    ['permits-bpic15/BPIC15_2.xes.gz', 'bpic15.yaml'],
  ])(
    'no detector floods %s: overdue cases are facts, nothing else is said of every fifth case',
    async (file, profile) => {
      for (const detection of await detectionsOn(file, profile)) {
        if (detection.status !== 'ran' || detection.detector === 'overdue') continue
        expect([detection.detector, detection.findings.length <= detection.judged / 5]).toEqual([
          detection.detector,
          true,
        ])
      }
    },
  )

  test('times at midnight, almost half of BPIC 2015, make no bursts and accuse nobody', async () => {
    const detections = await detectionsOn('permits-bpic15/BPIC15_1.xes.gz', 'bpic15.yaml')
    const accused = detections.filter((each) => each.status === 'ran').flatMap(({ findings }) => findings)
    expect(accused.filter(({ subject }) => subject.kind === 'officer')).toEqual([])
  })
})
