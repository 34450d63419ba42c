import { caseCount, type EventLog, type StringColumn } from '@zhengfeng/eventlog'
import { handOvers, type HandOvers as Passing, pingPong, type ServiceLog } from '@zhengfeng/mining'
import type { Between, HandOverMatrix, HandOvers } from './check-up.ts'
import { rateOf } from './measures.ts'

const partiesListed = 14
const pairsListed = 12

/**
 * Who passes cases on to whom, between departments and between people. Programs, names that stand for nobody and events that name
 * nobody are passed over, for hand-overs as for ways out and back: what lies between two hands is one hand-over from the first to
 * the second.
 */
export function buildHandOvers(service: ServiceLog): HandOvers {
  const { log } = service
  return {
    departments: log.department ? between(log, inTheHandsOf(log, log.department, service.unnamedDepartment)) : null,
    people: log.resource ? between(log, inTheHandsOf(log, log.resource, service.systemAccount)) : null,
  }
}

/** In whose hands each case is at each event: those of the last one named who is not left out; `-1` before there is any. */
function inTheHandsOf(log: EventLog, column: StringColumn, leftOut: Uint8Array): StringColumn {
  const codes = new Int32Array(column.codes.length)
  for (let c = 0; c < caseCount(log); c++) {
    let hand = -1
    for (let i = log.caseOffsets[c]!; i < log.caseOffsets[c + 1]!; i++) {
      const code = column.codes[i]!
      if (code >= 0 && leftOut[code] !== 1) hand = code
      codes[i] = hand
    }
  }
  return { ...column, codes }
}

function between(log: EventLog, by: StringColumn): Between | null {
  const passing = handOvers(log, by)
  if (passing.hands === 0) return null
  const back = pingPong(log, by)
  const { cases, handedOver } = casesWith(log, by)
  return {
    matrix: matrixOf(passing, by),
    cases,
    handedOver: rateOf(handedOver, cases),
    perCase: cases === 0 ? 0 : passing.handOvers / cases,
    pingPong: rateOf(back.casesWithBounce, cases),
    pairs: Array.from(back.pairs.count.subarray(0, pairsListed), (count, index) => {
      const [from, via] = [back.pairs.from[index]!, back.pairs.to[index]!]
      return { from: by.values[from]!, via: by.values[via]!, count }
    }),
  }
}

function casesWith(log: EventLog, by: StringColumn): { cases: number; handedOver: number } {
  let cases = 0
  let handedOver = 0
  for (let c = 0; c < caseCount(log); c++) {
    let known = false
    let passed = false
    for (let i = log.caseOffsets[c]!; i < log.caseOffsets[c + 1]!; i++) {
      if (by.codes[i]! < 0) continue
      known = true
      if (i > log.caseOffsets[c]! && by.codes[i - 1]! >= 0 && by.codes[i - 1] !== by.codes[i]) passed = true
    }
    if (known) cases++
    if (passed) handedOver++
  }
  return { cases, handedOver }
}

/** The parties with the most hand-overs, given and received, in that order. */
function matrixOf(passing: Passing, by: StringColumn): HandOverMatrix {
  const weight = new Float64Array(by.values.length)
  for (let id = 0; id < passing.count.length; id++) {
    weight[passing.from[id]!]! += passing.count[id]!
    weight[passing.to[id]!]! += passing.count[id]!
  }
  const ranked = Array.from(weight.keys())
    .filter((code) => weight[code]! > 0)
    .sort((a, b) => weight[b]! - weight[a]! || a - b)
    .slice(0, partiesListed)
  const place = new Map(ranked.map((code, index) => [code, index]))
  const cells = ranked.map(() => ranked.map(() => 0))
  for (let id = 0; id < passing.count.length; id++) {
    const [from, to] = [place.get(passing.from[id]!), place.get(passing.to[id]!)]
    if (from !== undefined && to !== undefined) cells[from]![to] = passing.count[id]!
  }
  return { names: ranked.map((code) => by.values[code]!), cells, total: passing.handOvers, parties: passing.hands }
}
