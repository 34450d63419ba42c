import { CustomChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { type EChartsType, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { usePreferences } from '../shell/preferences.ts'
import { usePalette } from '../shell/ThemeProvider.tsx'
import { type Course, courseOption } from './course-option.ts'

use([
  LineChart,
  CustomChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  AriaComponent,
  SVGRenderer,
])

/** The course of one or several figures over days, weeks or months, with their intervals as bands. A table stands beside it. */
export function CourseChart(props: { readonly course: Course; readonly label: string }): ReactNode {
  const { course, label } = props
  const palette = usePalette()
  const { scale } = usePreferences()
  const element = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(undefined)
  const option = useMemo(() => courseOption(course, palette, scale), [course, palette, scale])
  useEffect(() => {
    if (!element.current) return undefined
    const drawn = init(element.current, undefined, { renderer: 'svg' })
    chart.current = drawn
    const observer = new ResizeObserver(() => drawn.resize())
    observer.observe(element.current)
    return () => {
      observer.disconnect()
      drawn.dispose()
    }
  }, [])
  useEffect(() => chart.current?.setOption(option, { notMerge: true }), [option])
  return <div ref={element} className="course-chart" role="img" aria-label={label} />
}
