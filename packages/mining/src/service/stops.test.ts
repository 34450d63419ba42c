import { describe, expect, it } from 'vitest'
import { columns, read, shown, type Told } from './sketch-service.ts'

describe('the stops of the clock', () => {
  it('are those that the profile lists, each from its beginning to its own end', () => {
    const events: Told[] = [
      ['a', 'resume', '02 09:00'],
      ['a', 'suspend', '02 10:00'],
      ['a', 'suspend', '02 11:00'],
      ['a', 'supplementRequest', '02 12:00'],
      ['a', 'specialStart', '02 13:00'],
      ['a', 'resume', '02 14:00'],
      ['a', 'suspend', '02 15:00'],
      ['b', 'resume', '03 09:00'],
      ['b', 'supplementRequest', '03 10:00'],
      ['b', 'supplementAnswer', '03 11:00'],
    ]
    const { stops } = read(events)
    expect(stops.kind).toEqual(['suspend', 'special', 'suspend'])
    expect(shown(stops.from)).toEqual(['02 10:00', '02 13:00', '02 15:00'])
    expect(shown(stops.to)).toEqual(['02 14:00', '—', '—'])
    expect(Array.from(stops.offsets)).toEqual([0, 3, 3])
    expect(Array.from(stops.event)).toEqual([1, 4, 6])
    const supplements = read(events, { clock: { stops: ['supplement'] } }).stops
    expect(shown(supplements.from)).toEqual(['02 12:00', '03 10:00'])
    expect(shown(supplements.to)).toEqual(['—', '03 11:00'])
    expect(Array.from(supplements.offsets)).toEqual([0, 1, 2])
  })

  it('are documented by a document at their beginning or end, or not; or the source does not say', () => {
    const events: Told[] = [
      ['a', 'suspend', '02 10:00', { document: '〔2026〕1号' }],
      ['a', 'resume', '02 11:00'],
      ['a', 'suspend', '02 12:00'],
      ['a', 'resume', '02 13:00', { document: '〔2026〕2号' }],
      ['a', 'suspend', '02 14:00', { document: ' ' }],
      ['a', 'resume', '02 15:00'],
    ]
    const withColumn = read(events, { columns: { ...columns, stopDocument: 'document' } })
    expect(Array.from(withColumn.stops.documented)).toEqual([1, 1, 0])
    expect(Array.from(read(events).stops.documented)).toEqual([-1, -1, -1])
  })
})
