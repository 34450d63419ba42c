import type { Example, ExampleCase } from '../example.ts'

/**
 * Forty days on which four cases come at 9:00, 9:10, 9:20 and 9:30 and are taken up from 10:00 on; one of them, each day at
 * another place, is of the agent. `takenAt` says after which hour each is taken up, given the place of the agent.
 */
function days(takenAt: (agent: number) => readonly number[]): Readonly<Record<string, ExampleCase>> {
  return Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => {
      const day = new Date(Date.UTC(2026, 2, 2 + index)).toISOString().slice(0, 10)
      const agent = index % 4
      return takenAt(agent).map((hour, came) => [
        `${index}-${came}`,
        `at | activity | officer | agent
         ${day} 09:${came}0 | accept | A-00 | ${came === agent ? 'agent-7' : 'other'}
         ${day} 1${hour}:00 | review | A-01 |`,
      ])
    }).flat(),
  )
}

/** The agent's case first, the others as they came. */
function agentFirst(agent: number): readonly number[] {
  return [0, 1, 2, 3].map((came) => (came === agent ? 0 : came < agent ? came + 1 : came))
}

export const examples: readonly Example[] = [
  { name: 'the cases of one agent are taken up first, whenever they came', cases: days(agentFirst), finds: ['A-01'] },
  { name: 'first come, first served', cases: days(() => [0, 1, 2, 3]), finds: [] },
  {
    name: 'last come, first served: out of turn, but no one is favoured',
    cases: days(() => [3, 2, 1, 0]),
    finds: [],
  },
  {
    name: 'the agent’s cases are lawful priorities',
    cases: Object.fromEntries(
      Object.entries(days(agentFirst)).map(([name, events]) => [name, withUrgency(events as string)]),
    ),
    finds: [],
  },
]

function withUrgency(events: string): string {
  const urgent = events.includes('agent-7') ? 'yes' : 'no'
  const [header, ...rows] = events.split('\n')
  return [`${header} | urgent`, ...rows.map((row) => `${row} | ${urgent}`)].join('\n')
}
