import { type CheckUp, createFormatter, type Formatter } from '@zhengfeng/report'
import type { CommandContext } from './context.ts'

/** What `inspect` says on the terminal: the reading, the key figures, and what each detector found. */
export function checkUpSummary(checkUp: CheckUp, { language }: CommandContext): string {
  const { timeZone, method } = checkUp
  const format = createFormatter(language, { timeZone, workingDayMs: method.calendar.workingDayMs })
  const sections = [readingLines(checkUp, format), figureLines(checkUp, format), findingLines(checkUp, format)]
  return sections.map((lines) => lines.join('\n')).join('\n\n')
}

function readingLines({ quality }: CheckUp, { t }: Formatter): readonly string[] {
  return quality.readings.flatMap(({ source, rowsRead, rowsKept, rowsRefused, refusedByReason }) => {
    const line = t('cli.inspect.read', { source, read: rowsRead, kept: rowsKept, refused: rowsRefused })
    const [commonest] = Object.entries(refusedByReason).sort(([, a], [, b]) => b - a)
    if (!commonest) return [line]
    const [reason, count] = commonest
    return [line, t('cli.refusedMost', { reason: t(`report.quality.reasons.${reason}`), count })]
  })
}

function figureLines({ counts, period, timeliness }: CheckUp, format: Formatter): readonly string[] {
  const { t, day, duration, share } = format
  const { cases, events, activities } = counts
  const span = { from: period ? day(period.from) : '–', to: period ? day(period.to) : '–' }
  const lines = [t('cli.inspect.counts', { cases, events, activities, ...span })]
  const { lived } = timeliness
  if (lived) lines.push(t('cli.inspect.lived', { median: duration(lived.medianMs), p90: duration(lived.p90Ms) }))
  if (!timeliness.statutory && !timeliness.promised) return [...lines, t('cli.inspect.noLimits')]
  for (const kind of ['statutory', 'promised'] as const) {
    const overdue = timeliness[kind]?.overdue
    if (!overdue) continue
    const rate = overdue.share === null ? '–' : share(overdue.share)
    const counts = { overdue: overdue.numerator, judged: overdue.denominator }
    lines.push(t(`cli.inspect.overdue.${kind}`, { ...counts, share: rate }))
  }
  return lines
}

function findingLines({ findings }: CheckUp, { t }: Formatter): readonly string[] {
  const name = (detector: string): string => t(`detectors.names.${detector}`)
  const found = findings.detectors.flatMap((each) =>
    each.status === 'ran' && each.findings.length > 0
      ? [t('cli.inspect.findings', { name: name(each.detector), findings: each.findings.length, judged: each.judged })]
      : [],
  )
  const blind = findings.detectors.filter(({ status }) => status === 'notApplicable')
  const names = blind.map(({ detector }) => name(detector)).join(t('cli.inspect.and'))
  return [
    ...(found.length > 0 ? [...found, t('cli.inspect.suspicion')] : [t('cli.inspect.noFindings')]),
    ...(blind.length > 0 ? [t('cli.inspect.notApplicable', { names })] : []),
  ]
}
