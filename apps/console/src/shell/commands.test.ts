import { expect, it } from 'vitest'
import { type Command, findCommands, wayTo } from './commands.ts'

function command(label: string, hint?: string): Command {
  return { id: `id-${label}`, group: 'pages', label, ...(hint && { hint }), run: () => undefined }
}

const commands = [command('甲市', '样例省'), command('甲市一县', '样例省 · 甲市'), command('Overview'), command('概览')]
const labels = (text: string): readonly string[] => findCommands(commands, text).map(({ label }) => label)

it('finds what has every word, in the label or the hint', () => {
  expect(labels('甲市 一县')).toEqual(['甲市一县'])
  expect(labels('样例省')).toEqual(['甲市', '甲市一县'])
  expect(labels('nothing')).toEqual([])
})

it('width and case of letters make no difference', () => {
  expect(labels('ｏＶＥＲ')).toEqual(['Overview'])
})

it('what begins with the text comes first', () => {
  expect(findCommands([command('乙', '甲'), command('甲')], '甲').map(({ label }) => label)).toEqual(['甲', '乙'])
})

it('the way to a division is told from the top', () => {
  const division = (code: string, parent?: string) => ({
    code,
    name: code,
    level: 1,
    position: 0,
    within: true,
    ...(parent && { parent }),
  })
  const byCode = new Map([division('1'), division('11', '1'), division('111', '11')].map((it) => [it.code, it]))
  expect(wayTo(byCode.get('111')!, byCode)).toEqual(['1', '11'])
})
