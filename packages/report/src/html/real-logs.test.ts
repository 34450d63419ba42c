import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import { runDetectors } from '@zhengfeng/detectors'
import { mergeLogs, readCsv, readXes, shippedProfile } from '@zhengfeng/eventlog'
import { languages } from '@zhengfeng/locales'
import { readService } from '@zhengfeng/mining'
import { describe, expect, it } from 'vitest'
import { buildCheckUp } from '../model/build-check-up.ts'
import { CheckUp } from '../model/check-up.ts'
import { renderHtml } from './render-html.ts'

const data = fileURLToPath(new URL('../../../../../shared/data', import.meta.url))
const dayMs = 86_400_000
const plain = { inputs: [], profileText: '', profileSha256: '', generatedAt: 0, version: '0.0.0' }

async function waboCheckUp(): Promise<CheckUp> {
  const profile = shippedProfile('wabo')
  const file = join(data, 'permits-wabo/receipt.csv')
  const { log, report } = await readCsv(createReadStream(file), profile, { source: 'receipt.csv' })
  const service = readService(log, profile)
  return buildCheckUp({ ...plain, service, detections: runDetectors(service), readings: [report] })
}

async function bpicCheckUp(): Promise<CheckUp> {
  const profile = shippedProfile('bpic15')
  const readings = []
  const parts = []
  for (const office of ['BPIC15_1', 'BPIC15_2']) {
    const bytes = createReadStream(join(data, `permits-bpic15/${office}.xes.gz`)).pipe(createGunzip())
    const { log, report } = await readXes(bytes, profile, { source: office })
    readings.push(report)
    parts.push({ office, log })
  }
  const service = readService(mergeLogs(parts), profile)
  return buildCheckUp({ ...plain, service, detections: runDetectors(service), readings })
}

describe.skipIf(!existsSync(data))(`reports on real logs (skipped where ${data} is absent)`, () => {
  it('draws the receipt phase of permit applications', async () => {
    const checkUp = await waboCheckUp()
    expect(CheckUp.parse(checkUp)).toEqual(checkUp)
    expect(checkUp.counts).toMatchObject({ cases: 1434, events: 8577, activities: 27 })
    expect(checkUp.flow).toMatchObject({ transitions: 7143, edgesTotal: 99, variantsTotal: 116, listedShare: 1 })
    expect(checkUp.timeliness).toMatchObject({ closedCases: 1329, openCases: 105 })
    expect(checkUp.timeliness.statutory!.casesWithLimit).toBe(1434)
    for (const language of languages) {
      const page = renderHtml(checkUp, language)
      expect(page.match(/NaN|Infinity|>undefined|\[object|\[\[\w+\]\]/)).toBeNull()
      expect(Buffer.byteLength(page)).toBeLessThan(1_000_000)
    }
  })

  it('compares two municipalities that do the same work', async () => {
    const checkUp = await bpicCheckUp()
    const rows = checkUp.comparison!.offices
    expect(rows.map(({ office, lengthMedianMs }) => [office, Math.round(lengthMedianMs! / dayMs)])).toEqual([
      ['BPIC15_1', 61],
      ['BPIC15_2', 108],
    ])
    expect(rows.map(({ differs }) => differs)).toEqual([true, true])
    for (const language of languages) expect(Buffer.byteLength(renderHtml(checkUp, language))).toBeLessThan(1_500_000)
  })
})
