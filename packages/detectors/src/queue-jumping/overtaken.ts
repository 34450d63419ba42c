import type { Picks } from './picks.ts'

/**
 * The cases that a pick passed: they had come to the queue earlier and were taken up later.
 *
 * @param picks of all queues
 * @param position which pick
 * @returns the events that took them up afterwards, in the order they had come
 */
export function overtakenEvents({ event, queue, entered, taken }: Picks, position: number): readonly number[] {
  const passed: number[] = []
  for (let i = position + 1; i < event.length && queue[i] === queue[position]; i++)
    if (entered[i]! < entered[position]! && taken[i]! > taken[position]!) passed.push(i)
  return passed.sort((a, b) => entered[a]! - entered[b]! || taken[a]! - taken[b]!).map((i) => event[i]!)
}
