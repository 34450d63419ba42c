import { readFileSync } from 'node:fs'
import { detectorNames } from '@zhengfeng/contract'
import { detectorNames as known } from '@zhengfeng/detectors'
import { describe, expect, it } from 'vitest'
import { liveQuality } from './detector-quality.ts'
import { measuredQuality } from './measured-quality.ts'

describe('how good the detectors are', () => {
  it('is told as in docs/detectors.md', () => {
    const text = readFileSync(new URL('../../../../docs/detectors.md', import.meta.url), 'utf8')
    const table = text.slice(text.indexOf('<!-- measured -->'), text.indexOf('<!-- /measured -->'))
    const rows = table.split('\n').filter((line) => line.startsWith('| ['))
    expect(rows).toHaveLength(detectorNames.length)
    const share = (value: number): string => `${(value * 100).toFixed(1)}%`
    for (const [place, name] of detectorNames.entries()) {
      const cells = rows[place]!.split('|').map((cell) => cell.trim())
      const m = measuredQuality[name]
      expect(cells[1]).toContain(`[${name}]`)
      expect([cells[3], cells[4], cells[5]].map(Number)).toEqual([m.true, m.found, m.wrong])
      const told = (value: number, [low, high]: readonly number[]) =>
        `${share(value)} (${share(low!)} – ${share(high!)})`
      expect(cells[6]).toBe(told(m.precisionShare, m.precisionRange))
      expect(cells[7]).toBe(told(m.recallShare, m.recallRange))
      expect(Number(cells[9])).toBe(m.falsePer10CleanLogs)
    }
  })

  it('names the detectors as the detectors do', () => {
    expect(detectorNames).toEqual(known)
  })

  it('says nothing of a precision while nobody judged', () => {
    expect(liveQuality([{ state: 'suspected', reason: null, n: 9 }])).toEqual({
      confirmed: 0,
      falseAlarms: 0,
      otherwiseDismissed: 0,
      suspected: 9,
    })
  })
})
