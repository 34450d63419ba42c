import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWriteLane, type Slice } from './write-lane.ts'

function lane(options: { groupSize?: number; turnSize?: number; write?: (items: readonly string[]) => void } = {}) {
  const groups: string[][] = []
  const write = async (slices: readonly Slice<string>[]) => {
    const items = slices.flatMap(({ task, from, to }) => task.items.slice(from, to))
    await Promise.resolve()
    options.write?.(items)
    groups.push(items)
  }
  const mayBeSplit = (error: unknown) => (error as Error).message === 'data'
  const made = createWriteLane(write, mayBeSplit, {
    groupSize: options.groupSize ?? 10,
    turnSize: options.turnSize ?? 3,
  })
  return { ...made, groups }
}

const task = (owner: string, items: string) => ({ owner, items: [...items] })

describe('createWriteLane', () => {
  it('writes what arrives together in one group', async () => {
    const { add, groups, size } = lane()
    const all = [add(task('a', '12')), add(task('b', '3'))]
    expect(size()).toBe(3)
    await Promise.all(all)
    expect(groups).toEqual([['1', '2', '3']])
    expect(size()).toBe(0)
  })

  it('lets owners take turns, so that a large load does not keep a small one waiting', async () => {
    const { add, groups } = lane({ groupSize: 6, turnSize: 3 })
    await Promise.all([add(task('large', '123456789')), add(task('small', 'x'))])
    expect(groups).toEqual([
      ['1', '2', '3', '4', '5', 'x'].sort((a, b) => (a === 'x' ? 1 : a < b ? -1 : 1)),
      ['6', '7', '8', '9'],
    ])
  })

  it('keeps the order of each owner and writes everything once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 9 })), { maxLength: 12 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 4 }),
        async (tasks, groupSize, turnSize) => {
          const { add, groups } = lane({ groupSize, turnSize })
          let n = 0
          const given = tasks.map(([owner, count]) => ({
            owner,
            items: Array.from({ length: count }, () => `${owner}${n++}`),
          }))
          await Promise.all(given.map(add))
          const written = groups.flat()
          expect(groups.every((group) => group.length <= groupSize)).toBe(true)
          for (const owner of ['a', 'b', 'c'])
            expect(written.filter((item) => item.startsWith(owner))).toEqual(
              given.filter((each) => each.owner === owner).flatMap((each) => each.items),
            )
        },
      ),
    )
  })

  it('tries a group whose data were refused slice by slice', async () => {
    const write = (items: readonly string[]) => {
      if (items.includes('!')) throw new Error('data')
    }
    const { add, groups } = lane({ write })
    const results = await Promise.allSettled([add(task('a', '1')), add(task('b', '!')), add(task('c', '2'))])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(groups).toEqual([['1'], ['2']])
  })

  it('fails all of a group whose storage is gone, drops the rest of those tasks, and goes on', async () => {
    let gone = true
    const write = () => {
      if (gone) throw new Error('gone')
    }
    const { add, groups, size, idle } = lane({ write, groupSize: 2, turnSize: 1 })
    const results = await Promise.allSettled([add(task('a', '123')), add(task('b', '4'))])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await idle()
    expect(size()).toBe(0)
    gone = false
    await add(task('a', '5'))
    expect(groups).toEqual([['5']])
  })
})
