import { describe, expect, it } from 'vitest'
import { smallCheckUp } from '../testing/check-up-of.ts'
import { caseStrip } from './case-strip.ts'
import { dottedChart, dottedMark } from './dotted-chart.ts'
import { histogramChart } from './histogram.ts'
import { selectPaths } from './map-selection.ts'
import { monthChart } from './month-chart.ts'
import { processMap } from './process-map.ts'
import { spectrumChart } from './spectrum-chart.ts'
import { whiskerChart } from './whisker-chart.ts'

const plain = String

describe('charts', () => {
  it('draws a histogram with lines at the values that matter', async () => {
    const { markup } = histogramChart({
      title: 'waiting',
      bars: [
        { from: 0, to: 5, value: 3, label: '0 to 5: 3' },
        { from: 5, to: 10, value: 0, label: '5 to 10: 0' },
        { from: 10, to: 15, value: 1, label: 'above 10: 1', tone: 'bad' },
      ],
      markers: [
        { at: 2, label: 'half' },
        { at: 12, label: 'due', strong: true },
      ],
      xLabel: 'days',
      yLabel: 'cases',
      formatX: plain,
      formatY: plain,
      beyond: 'above 10',
      width: 340,
    })
    await expect(markup).toMatchFileSnapshot('snapshots/histogram.svg')
  })

  it('draws months with the late at the foot of each bar', async () => {
    const months = [
      { month: '2026-01', closed: 4, late: 1, label: 'January' },
      { month: '2026-02', closed: 2, late: 0, label: 'February' },
    ]
    const { markup } = monthChart({ title: 'months', months, formatY: plain, yLabel: 'cases', width: 340 })
    await expect(markup).toMatchFileSnapshot('snapshots/months.svg')
  })

  it('draws an estimate with its interval, and says why there is none', async () => {
    const { markup } = whiskerChart({
      title: 'offices',
      rows: [
        { name: 'East', label: 'East', own: { value: 5, low: 4, high: 7 }, peers: { value: 6, low: 5, high: 8 } },
        { name: 'West', label: 'West', instead: 'too few cases' },
      ],
      xLabel: 'days',
      formatX: plain,
      width: 860,
    })
    await expect(markup).toMatchFileSnapshot('snapshots/whiskers.svg')
  })

  it('draws a case with proof, clock stop and limit', async () => {
    const { markup } = caseStrip({
      title: 'case a',
      events: [
        { at: 0, proof: false, label: 'accept' },
        { at: 80, proof: true, label: 'close' },
      ],
      stops: [{ from: 20, to: 40, label: 'suspended' }],
      dues: [{ at: 100, label: 'due' }],
    })
    await expect(markup).toMatchFileSnapshot('snapshots/case-strip.svg')
  })

  it('draws passages, slow ones apart', async () => {
    const { markup } = spectrumChart({
      title: 'spectrum',
      from: 'accept',
      to: 'close',
      lines: [
        [0, 10],
        [20, 90],
      ],
      end: 100,
      slow: 50,
      ticks: [{ at: 50, label: 'middle' }],
    })
    await expect(markup).toMatchFileSnapshot('snapshots/spectrum.svg')
  })

  it('draws events as marks that differ in shape', async () => {
    const rows = [
      [
        [0, 0],
        [3600, 1],
      ],
      [[60, 7]],
    ] as const
    const { markup } = dottedChart({
      title: 'dots',
      rows,
      ticks: [0, 60, 7200].map((at) => ({ at, label: `${at} s` })),
    })
    await expect(markup).toMatchFileSnapshot('snapshots/dotted.svg')
    expect(dottedMark(3).markup).toContain('class="kind3"')
  })

  it('draws a process with both labels on every arrow, a step to itself as a loop', async () => {
    const { flow } = smallCheckUp()
    const looped = { ...flow, edges: [...flow.edges, { ...flow.edges[0]!, from: 1, to: 1, count: 2 }] }
    const { markup } = processMap({
      id: '0',
      title: 'map',
      flow: looped,
      selection: selectPaths(looped).at(-1)!,
      startLabel: 'start',
      endLabel: 'end',
      formatCount: plain,
      formatDuration: plain,
    })
    await expect(markup).toMatchFileSnapshot('snapshots/process-map.svg')
  })

  it('draws one event and one instant without a division by zero', () => {
    const drawn = [
      caseStrip({ title: '', events: [{ at: 5, proof: true, label: '' }], stops: [], dues: [] }),
      dottedChart({ title: '', rows: [[[0, 0]]], ticks: [{ at: 0, label: '0' }] }),
      spectrumChart({ title: '', from: '', to: '', lines: [[0, 0]], end: 0, slow: 0, ticks: [] }),
      whiskerChart({ title: '', rows: [], xLabel: '', formatX: plain, width: 340 }),
      monthChart({ title: '', months: [], formatY: plain, yLabel: '', width: 340 }),
      histogramChart({
        title: '',
        bars: [],
        markers: [],
        xLabel: '',
        yLabel: '',
        formatX: plain,
        formatY: plain,
        width: 340,
      }),
    ]
    for (const { markup } of drawn) expect(markup).not.toMatch(/NaN|Infinity|undefined/)
  })
})
