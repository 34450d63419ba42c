import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts'
import type { EChartsCoreOption } from 'echarts/core'
import type { Palette } from '../shell/palette.ts'
import { axis, chartBase } from './chart-theme.ts'

export interface CoursePoint {
  readonly value: number | undefined
  readonly interval?: readonly [number, number] | undefined
}

/** One line of a chart. */
export interface CourseLine {
  readonly name: string
  readonly points: readonly CoursePoint[]
  /** Dashed: what is compared with. */
  readonly secondary?: boolean
}

export interface Course {
  /** As written at the axis. */
  readonly times: readonly string[]
  readonly lines: readonly CourseLine[]
  readonly target?: { readonly value: number; readonly name: string } | undefined
  readonly valueText: (value: number) => string
}

/** What ECharts is told to draw. */
export function courseOption(course: Course, palette: Palette, scale: number): EChartsCoreOption {
  const { lines, times, valueText } = course
  return {
    ...chartBase(palette, scale),
    legend: {
      ...(chartBase(palette, scale).legend as object),
      data: lines.map(({ name }) => name),
      show: lines.length > 1,
    },
    tooltip: {
      ...(chartBase(palette, scale).tooltip as object),
      formatter: (shown: unknown) => tooltipOf(course, shown),
    },
    xAxis: { type: 'category', data: [...times], boundaryGap: times.length === 1, ...axis(palette) },
    yAxis: {
      type: 'value',
      scale: true,
      ...axis(palette),
      axisLabel: { color: palette.muted, formatter: (value: number) => valueText(value) },
    },
    series: lines.flatMap((line, index) => [
      lineSeries(line, index, { course, palette }),
      ...bands(line, palette.series[index % 6] ?? ''),
    ]),
  }
}

const symbols = ['circle', 'rect', 'triangle', 'diamond'] as const

function lineSeries(
  line: CourseLine,
  index: number,
  given: { readonly course: Course; readonly palette: Palette },
): Record<string, unknown> {
  const { target } = given.course
  return {
    type: 'line',
    name: line.name,
    data: line.points.map(({ value }) => value ?? null),
    // Shapes tell the lines apart where colours do not.
    symbol: symbols[index % symbols.length],
    symbolSize: line.points.length > 45 ? 0 : 6,
    showAllSymbol: true,
    connectNulls: false,
    lineStyle: { width: 2, type: line.secondary ? 'dashed' : 'solid' },
    ...(index === 0 &&
      target && {
        markLine: {
          silent: true,
          symbol: 'none',
          lineStyle: { color: given.palette.muted, type: [6, 4] },
          label: { formatter: target.name, position: 'insideEndTop', color: given.palette.muted },
          data: [{ yAxis: target.value }],
        },
      }),
  }
}

/** The interval of each point as an upright bar behind the line. */
function bands(line: CourseLine, colour: string): readonly Record<string, unknown>[] {
  const data = line.points.flatMap(({ interval }, index) => (interval ? [[index, interval[0], interval[1]]] : []))
  if (data.length === 0 || line.secondary) return []
  return [
    {
      type: 'custom',
      name: line.name,
      silent: true,
      tooltip: { show: false },
      data,
      encode: { x: 0, y: [1, 2] },
      z: 1,
      renderItem: (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
        const low = api.coord([api.value(0), api.value(1)])
        const high = api.coord([api.value(0), api.value(2)])
        return {
          type: 'line',
          shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] },
          style: { stroke: colour, lineWidth: 5, opacity: 0.28 },
        }
      },
    },
  ]
}

/** Built of elements, never of text put together as HTML: names come from the data. */
function tooltipOf(course: Course, shown: unknown): HTMLElement {
  const at = (shown as readonly { readonly dataIndex: number }[])[0]?.dataIndex ?? 0
  const box = document.createElement('div')
  box.append(course.times[at] ?? '')
  for (const { name, points } of course.lines) {
    const { value, interval } = points[at] ?? {}
    if (value === undefined) continue
    const range = interval ? ` (${interval.map(course.valueText).join(' – ')})` : ''
    const line = document.createElement('div')
    line.append(`${name}  ${course.valueText(value)}${range}`)
    box.append(line)
  }
  return box
}
