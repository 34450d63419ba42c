import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { runDetectors } from '@zhengfeng/detectors'
import { type EventLog, readNdjson } from '@zhengfeng/eventlog'
import { readService } from '@zhengfeng/mining'
import { buildCheckUp, CheckUp, renderFindingsXlsx, renderHtml } from '@zhengfeng/report'
import type { CheckUpFigures, CheckUpTask, RenderTask, TaskResults } from './task.ts'
import type { ThreadWorld } from './thread.ts'

/** Does with stored events exactly what `zhengfeng inspect` does with the events of files. */
export async function makeCheckUp(task: CheckUpTask, world: ThreadWorld): Promise<TaskResults['checkUp']> {
  const { profile, profileText, inputs, until, version } = task
  const { log, report } = await readNdjson(watched(world), profile, { source: task.name, now: until })
  const service = readService(withOfficeNames(log, task.officeNames), profile, { until })
  world.checkMemory()
  world.progress({ stage: 'checking', done: 0, total: log.caseIds.length })
  const checkUp = buildCheckUp({
    service,
    detections: runDetectors(service),
    readings: task.readings ?? [report],
    inputs,
    profileText,
    profileSha256: createHash('sha256').update(profileText).digest('hex'),
    generatedAt: until,
    version,
  })
  world.checkMemory()
  return { model: gzipSync(`${JSON.stringify(checkUp)}\n`), figures: figuresOf(checkUp) }
}

async function* watched({ food, checkMemory }: ThreadWorld): AsyncGenerator<Uint8Array> {
  for await (const piece of food()) {
    checkMemory()
    yield piece
  }
}

/** Reports speak of offices by name; the code tells apart those that are named alike. */
function withOfficeNames(log: EventLog, names: Readonly<Record<string, string>>): EventLog {
  if (!log.caseOffice) return log
  const { values } = log.caseOffice
  const nameOf = (code: string): string => names[code] ?? code
  const alike = (name: string): boolean => values.filter((code) => nameOf(code) === name).length > 1
  const named = values.map((code) => (alike(nameOf(code)) ? `${nameOf(code)} (${code})` : nameOf(code)))
  return { ...log, caseOffice: { ...log.caseOffice, values: named } }
}

function figuresOf({ counts, period, timeliness, findings }: CheckUp): CheckUpFigures {
  const limit = (kind: 'statutory' | 'promised'): { judged: number; overdue: number } | undefined => {
    const overdue = timeliness[kind]?.overdue
    return overdue && { judged: overdue.denominator, overdue: overdue.numerator }
  }
  const [statutory, promised] = [limit('statutory'), limit('promised')]
  const { lived } = timeliness
  return {
    cases: counts.cases,
    events: counts.events,
    ...(period && { from: period.from, to: period.to }),
    ...(lived && { livedMedianMs: lived.medianMs, livedP90Ms: lived.p90Ms }),
    ...(statutory && { statutory }),
    ...(promised && { promised }),
    findings: findings.detectors.flatMap((each) =>
      each.status === 'ran' ? [{ detector: each.detector, findings: each.findings.length }] : [],
    ),
  }
}

/** Draws a check-up as the page or the workbook that `zhengfeng inspect` writes. */
export async function render({ model, format, language }: RenderTask): Promise<TaskResults['render']> {
  const checkUp = CheckUp.parse(JSON.parse(Buffer.from(model).toString('utf8')))
  if (format === 'html') return { file: Buffer.from(renderHtml(checkUp, language), 'utf8') }
  return { file: new Uint8Array(await renderFindingsXlsx(checkUp, language)) }
}
