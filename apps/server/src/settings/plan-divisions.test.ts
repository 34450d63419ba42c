import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { treeOf } from './division-tree.ts'
import { codesAbove, planDivisions } from './plan-divisions.ts'

const node = (code: string, parent: string | null, path: string, level: number) => ({
  code,
  parent,
  path,
  name: `n${code}`,
  level,
  position: 0,
})

const nation = treeOf([
  node('000000', null, '000000/', 1),
  node('440000', '000000', '000000/440000/', 2),
  node('440300', '440000', '000000/440000/440300/', 3),
])

describe('the codes above a code of GB/T 2260', () => {
  test('are those of city, province and nation, the nearest first', () => {
    expect(codesAbove('440305')).toEqual(['440300', '440000', '100000', '000000'])
    expect(codesAbove('441000')).toEqual(['440000', '100000', '000000'])
    expect(codesAbove('440305012')).toEqual([
      '440305000',
      '440305',
      '440300000',
      '440300',
      '440000000',
      '440000',
      '100000',
      '000000',
    ])
  })

  test('are none where a source has codes of its own', () => {
    expect(codesAbove('north-3')).toEqual([])
  })
})

describe('a list of divisions', () => {
  test('is turned into what has to be done, parents first', () => {
    const plan = planDivisions(nation, [
      { line: 2, code: '440305', name: 'Nanshan' },
      { line: 3, code: '440300', name: 'Shenzhen' },
      { line: 4, code: '440000', name: 'n440000' },
      { line: 5, code: '450102', name: 'Xingning', parent: '450100' },
      { line: 6, code: '450100', name: 'Nanning', parent: '000000' },
    ])
    expect(plan).toEqual({
      create: [
        { code: '450100', name: 'Nanning', parent: '000000', position: 2 },
        { code: '450102', name: 'Xingning', parent: '450100', position: 1 },
        { code: '440305', name: 'Nanshan', parent: '440300', position: 0 },
      ],
      rename: [{ code: '440300', name: 'Shenzhen' }],
      move: [],
      unchanged: 1,
      problems: [],
    })
  })

  test('moves what stands elsewhere', () => {
    const plan = planDivisions(nation, [{ line: 2, code: '440300', name: 'n440300', parent: '000000' }])
    expect(plan).toMatchObject({ create: [], rename: [], move: [{ code: '440300', parent: '000000' }], unchanged: 0 })
  })

  test('tells every line that cannot be', () => {
    const { problems } = planDivisions(nation, [
      { line: 2, code: 'a b', name: 'x' },
      { line: 3, code: '450000', name: '' },
      { line: 4, code: '460000', name: 'x', parent: '999999' },
      { line: 5, code: '470000', name: 'x' },
      { line: 6, code: '470000', name: 'y' },
      { line: 7, code: 'p', name: 'p', parent: 'q' },
      { line: 8, code: 'q', name: 'q', parent: 'p' },
    ])
    expect(problems.map(({ line, key }) => [line, key])).toEqual([
      [2, 'code'],
      [3, 'name'],
      [6, 'repeated'],
      [4, 'parentUnknown'],
      [7, 'circle'],
      [8, 'circle'],
    ])
  })

  test('never has a parent after its child, in whatever order the lines stand', () => {
    const codes = ['440000', '440100', '440105', '440106', '440200', '440205', '440305']
    fc.assert(
      fc.property(fc.shuffledSubarray(codes), (given) => {
        const { create, problems } = planDivisions(
          treeOf([]),
          given.map((code, i) => ({ line: i, code, name: code })),
        )
        expect(problems).toEqual([])
        const done = new Set<string>()
        for (const { code, parent } of create) {
          expect(parent === undefined || done.has(parent)).toBe(true)
          done.add(code)
        }
        expect([...done].sort()).toEqual([...given].sort())
      }),
    )
  })
})
