import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCommand, temporaryFolder } from './testing.ts'

/** Where something cannot be read, the user is told the place, the value, and a next step that leads on. */
const folder = temporaryFolder()
const out = join(folder.path, 'out')
const header = '办件编号,环节名称,环节结束时间\n'

describe('a source without the columns of a log', () => {
  const source = folder.file('colours.csv', '颜色,大小\n红,3\n"蓝\n深",4\n红,5\n')

  test('is told with the columns that it has, in Chinese with the Chinese name of what is missing', async () => {
    const { exitCode, noted } = await runCommand('inspect', source, '--out', out, '--lang', 'zh-CN')
    expect(exitCode).toBe(3)
    expect(noted).toContain('没有找到办件编号列。现有的列：颜色, 大小。请运行 npx zhengfeng profile')
  })

  test('gets a profile to be completed, which reads the source once it is', async () => {
    const saved = join(folder.path, 'skeleton.yaml')
    const { exitCode, noted } = await runCommand('profile', source, '--save', saved)
    expect([exitCode, noted.includes('not found: case, activity, time')]).toEqual([3, true])
    const text = readFileSync(saved, 'utf8')
    expect(text).toContain('\n#   颜色: 红 | 蓝 深\n#   大小: 3 | 4 | 5\n')
    const { noted: incomplete } = await runCommand('inspect', source, '--profile', saved, '--out', out)
    expect(incomplete).toContain('field “columns”: it is missing')
    const completed = text.replace(
      /# (case|activity|time):/g,
      (_, role) => `${role}: ${role === 'time' ? '大小' : '颜色'}`,
    )
    const { noted: odd } = await runCommand(
      'inspect',
      source,
      '--profile',
      folder.file('full.yaml', completed),
      '--out',
      out,
    )
    expect(odd).toContain('such as “3” in line 2, column “大小”')
  })

  test('has its profile printed where no file is named', async () => {
    const { printed, exitCode } = await runCommand('profile', source)
    expect([exitCode, printed.includes('  # case:')]).toEqual([3, true])
  })
})

describe('a source of which no row can be used', () => {
  test('is told by the commonest reason, with column, line, value and what to do', async () => {
    const source = folder.file('open.csv', `${header}A,受理,03/04/2024 9:00\nA,办结,04/05/2024 9:00\n`)
    const { exitCode, noted } = await runCommand('inspect', source, '--out', out)
    expect([exitCode, noted]).toEqual([
      3,
      expect.stringContaining(
        '(2 rows), such as “03/04/2024 9:00” in line 2, column “环节结束时间”. Nothing shows which',
      ),
    ])
    expect(noted).toContain('dayFirst: true')
    const { printed } = await runCommand('profile', source)
    const profile = folder.file('day-first.yaml', printed.replace('# dayFirst', 'dayFirst'))
    expect(await runCommand('inspect', source, '--profile', profile, '--out', out)).toMatchObject({ exitCode: 0 })
  })

  test.each(['24-3-5 9:00', '45356.375'])(
    'is not said to have no time where its times are written as %s',
    async (time) => {
      const source = folder.file('odd.csv', `${header}A,受理,${time}\n`)
      const { exitCode, noted } = await runCommand('inspect', source, '--out', out, '--lang', 'zh-CN')
      expect(exitCode).toBe(3)
      expect(noted).toContain(`“时间无法识别”（1 行），例如第 2 行“环节结束时间”列的“${time}”`)
    },
  )
})

test('the commonest reason for refusals is said beside their number', async () => {
  const source = folder.file(
    'some.csv',
    `${header}A,受理,2026-01-05 9:00\nA,办结,soon\nB,办结,later\n,受理,2026-01-05 9:00\n`,
  )
  const { printed } = await runCommand('inspect', source, '--out', out, '--lang', 'zh-CN')
  expect(printed).toContain('剔除最多的原因：时间无法识别（2 条）。逐条清单见报告第 7 节')
})

describe('a profile that is not valid', () => {
  const source = folder.file('good.csv', `${header}A,受理,2026-01-05 9:00\n`)
  const columns = 'columns: { case: 办件编号, activity: 环节名称, time: 环节结束时间 }\n'

  test.each([
    [`${columns}timezone: UTC\n`, '第 2 行，字段“—”：没有“timezone”这一项，请检查拼写。'],
    ['columns: { activity: 环节名称 }\n', '字段“columns.case”：缺少这一项，应填文字（是数字时请加引号）。'],
    [`${columns}calendar: { weekend: [8] }\n`, '第 2 行，字段“calendar.weekend.0”：数值太大，上限为 7。'],
    [`${columns}calendar: { holidays: FR }\n`, '只能是：CN, none。'],
    [`${columns}activities: { accept: 受理 }\n`, '类型不对，应为列表，如 [甲, 乙]。'],
    [`${columns}name: a\nname: b\n`, '第 3 行第 1 个字符处不是有效的 YAML：同一项写了两次，请只保留一个。'],
  ])('is told in Chinese: %j', async (text, told) => {
    const profile = folder.file('bad.yaml', text)
    const { exitCode, noted } = await runCommand(
      'inspect',
      source,
      '--profile',
      profile,
      '--out',
      out,
      '--lang',
      'zh-CN',
    )
    expect([exitCode, noted]).toEqual([3, expect.stringContaining(told)])
  })
})

test('a negative number is told the range', async () => {
  for (const option of ['--cases', '-n'])
    expect(await runCommand('sandbox', option, '-5')).toEqual({
      ...{ exitCode: 2, printed: '' },
      noted: '--cases cannot be “-5”. Give a whole number in 1 … 1000000.',
    })
})

test('the usage has no stray blank', async () => {
  expect((await runCommand('inspect', '--help', '--lang', 'zh-CN')).printed).toContain('用法：npx zhengfeng inspect')
})

test('the files of a folder are said to be taken as one office', async () => {
  const path = join(folder.path, '东区')
  mkdirSync(path)
  for (const month of ['1', '2']) writeFileSync(join(path, `${month}.csv`), `${header}A${month},受理,2026-01-05 9:00\n`)
  const { noted } = await runCommand('inspect', path, '--out', out)
  expect(noted).toContain('The 2 files in the folder')
  expect(noted).toContain('one office, “东区”')
})
