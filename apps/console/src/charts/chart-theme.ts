import type { Palette } from '../shell/palette.ts'

/** Lines, words and tooltip of a chart in the colours in use. */
export function chartBase(palette: Palette, scale: number): Record<string, unknown> {
  return {
    animation: false,
    color: [...palette.series],
    textStyle: { color: palette.text, fontFamily: 'inherit', fontSize: 12 * scale },
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    tooltip: {
      trigger: 'axis',
      backgroundColor: palette.surface,
      borderColor: palette.line,
      textStyle: { color: palette.text, fontSize: 13 * scale },
      confine: true,
    },
    legend: { top: 0, left: 0, textStyle: { color: palette.text }, icon: 'roundRect', itemGap: 24 },
  }
}

/** An axis of a chart in the colours in use. */
export function axis(palette: Palette): Record<string, unknown> {
  return {
    axisLine: { lineStyle: { color: palette.edge } },
    axisTick: { show: false },
    axisLabel: { color: palette.muted },
    splitLine: { lineStyle: { color: palette.line } },
  }
}
