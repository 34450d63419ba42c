import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { caseCount, type EventLog, eventCount } from '../log.ts'
import { Profile, type ProfileInput } from '../profile/profile.ts'
import type { Reading } from '../reading-report.ts'
import { previewCsv } from './preview-csv.ts'
import { readCsv } from './read-csv.ts'
import { csvProfile, writeCsv } from './write-csv.ts'

const data = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url))
const golden = fileURLToPath(new URL('../../../../../shared/golden/receipt.json', import.meta.url))
const present = existsSync(data) && existsSync(golden)

const wabo: ProfileInput = {
  timeZone: 'Europe/Amsterdam',
  columns: {
    case: 'case:concept:name',
    activity: 'concept:name',
    time: 'time:timestamp',
    lifecycle: 'lifecycle:transition',
    resource: 'org:resource',
    department: 'org:group',
  },
}

async function read(path: string, profile: ProfileInput): Promise<Reading> {
  return await readCsv(createReadStream(`${data}${path}`), Profile.parse(profile), { source: path })
}

function activityCounts({ activity }: EventLog): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const code of activity.codes) counts[activity.values[code]!] = (counts[activity.values[code]!] ?? 0) + 1
  return counts
}

describe.skipIf(!present)(`real CSV logs${present ? '' : ' (skipped: shared/ is absent)'}`, () => {
  it('reads the WABO receipt log as the reference values have it', async () => {
    const { basics } = JSON.parse(readFileSync(golden, 'utf8'))
    const { log, report } = await read('permits-wabo/receipt.csv', wabo)
    expect(eventCount(log)).toBe(basics.events)
    expect(caseCount(log)).toBe(basics.cases)
    expect(log.activity.values.length).toBe(basics.activities)
    expect(activityCounts(log)).toEqual(basics.activity_counts)
    expect(report.rowsRefused).toBe(0)
    expect(report.notices.map(({ kind }) => kind)).not.toContain('outOfOrder')
    expect(log.department?.values).toContain('EMPTY')
    expect(log.sourceRow.at(-1)).toBe(8578)
    expect(new Date(log.time[0]!).toISOString()).toBe('2011-10-11T11:45:40.276Z')
    expect(Array.from(log.caseAttributes, ([name, { kind }]) => [name, kind])).toEqual([
      ['channel', 'string'],
      ['deadline', 'instant'],
      ['department', 'string'],
      ['enddate', 'instant'],
      ['enddate_planned', 'instant'],
      ['group', 'string'],
      ['responsible', 'string'],
      ['startdate', 'instant'],
    ])
  })

  it('writes the WABO receipt log so that it is read back the same', async () => {
    const { log } = await read('permits-wabo/receipt.csv', wabo)
    const text = Array.from(writeCsv(log), (chunk) => Buffer.from(chunk))
    const again = await readCsv(text, Profile.parse(csvProfile(log)), { source: 'again', neutralised: true })
    expect({ ...again.log, sourceRow: log.sourceRow }).toEqual(log)
  })

  it('reads every time of the messages of citizens, in all their layouts', async () => {
    const columns = { case: '留言编号', activity: '留言用户', time: '留言时间' }
    const { log, report } = await read('messages-zh/messages_2019.csv', { columns })
    expect(eventCount(log)).toBe(4326)
    expect(report.refusals).toEqual([])
    expect(report.notices.find(({ kind }) => kind === 'mixedLayouts')?.count).toBe(129)
    expect(new Date(log.time[0]!).toISOString()).toBe('2019-02-28T03:25:05.000Z')
    expect(log.eventAttributes.get('点赞数')).toMatchObject({ kind: 'number', integer: true })
    const texts = log.eventAttributes.get('留言详情')
    expect(texts?.kind === 'string' && texts.values.filter((text) => /[\t\n]/.test(text)).length).toBeGreaterThan(5)
  })

  it('reads times of New York with the month first', async () => {
    const columns = { case: 'Unique Key', activity: 'Complaint Type', time: 'Created Date' }
    const { log, report } = await read('service-requests/nyc311_sample.csv', { timeZone: 'America/New_York', columns })
    expect(report.rowsRefused).toBe(0)
    expect(eventCount(log)).toBe(report.rowsRead)
    expect(new Date(log.time[0]!).toISOString()).toBe('2025-03-25T03:33:07.000Z')
    expect(log.eventAttributes.get('Closed Date')?.kind).toBe('instant')
  })

  it('shows the beginning of each', () => {
    const head = (path: string) => previewCsv(readFileSync(`${data}${path}`).subarray(0, 50_000), { source: path })
    expect(
      head('permits-wabo/receipt.csv')
        .columns.map(({ scope }) => scope)
        .slice(8, 10),
    ).toEqual(['case', 'event'])
    const { rows, columns } = head('messages-zh/messages_2019.csv')
    expect(columns.map(({ name }) => name)).toEqual([
      '留言编号',
      '留言用户',
      '留言主题',
      '留言时间',
      '留言详情',
      '反对数',
      '点赞数',
    ])
    expect(columns[3]?.texts[0]).toBe('2019/2/28 11:25:05')
    expect(columns.every(({ texts }) => texts.length === rows)).toBe(true)
  })
})
