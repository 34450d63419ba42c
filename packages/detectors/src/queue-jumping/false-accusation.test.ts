import { createRandom, type Random, randomIndex, shuffleInPlace } from '@zhengfeng/mining'
import { expect, test } from 'vitest'
import { type Example, exampleService } from '../example.ts'
import { queueJumping } from './detector.ts'

const parameters = Object.fromEntries(
  Object.entries(queueJumping.parameters).map(([name, { default: value }]) => [name, value]),
)

const perDay = 8

/**
 * Three officers take eight cases a day in an order drawn by lot, for agents drawn by lot: nobody is favoured, and first come,
 * first served is broken all the time.
 */
function lottery(random: Random, favoured?: { officer: number; agent: number }): Example {
  const cases: Record<string, string> = {}
  for (let day = 0; day < 40; day++) {
    const date = new Date(Date.UTC(2026, 2, 2 + day)).toISOString().slice(0, 10)
    for (let officer = 0; officer < 3; officer++) {
      const agents = Array.from({ length: perDay }, () => randomIndex(random, 5))
      const turns = [...shuffleInPlace(random, Int32Array.from(agents.keys()))]
      for (const [came, agent] of agents.entries())
        if (favoured?.officer === officer && favoured.agent === agent) turns[came] = -1
      const order = [...agents.keys()].sort((a, b) => turns[a]! - turns[b]!)
      for (const [turn, came] of order.entries())
        cases[`${day}-${officer}-${came}`] = `at | activity | officer | agent
          ${date} 09:0${came} | accept | A-00 | agent-${agents[came]}
          ${date} 1${Math.floor(turn / 4)}:${turn % 4}0 | review | A-0${officer + 1} |`
    }
  }
  return { name: 'lottery', cases, finds: [] }
}

test('where order is drawn by lot, at most one of twenty logs accuses anyone', () => {
  const random = createRandom(20260302)
  let accused = 0
  for (let run = 0; run < 40; run++)
    accused += queueJumping.detect(exampleService(lottery(random)), parameters).findings.length
  expect(accused).toBeLessThanOrEqual(2)
})

test('in the same lottery an officer who favours an agent is found every time, others hardly ever', () => {
  const random = createRandom(7)
  let others = 0
  for (let run = 0; run < 8; run++) {
    const { findings } = queueJumping.detect(exampleService(lottery(random, { officer: 1, agent: 2 })), parameters)
    const found = findings.map(({ subject, explanation }) => `${Object.values(subject)[1]} ${explanation.values.who}`)
    expect(found).toContain('A-02 agent-2')
    others += found.length - 1
  }
  expect(others).toBeLessThanOrEqual(1)
})
