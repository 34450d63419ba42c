/** Sets of small whole numbers as bits of an `Int32Array`: member `x` is bit `x & 31` of entry `x >>> 5`. */

/** Puts `x` into a set that is long enough for it. */
export function addBit(set: Int32Array, x: number): void {
  set[x >>> 5]! |= 1 << (x & 31)
}

/** Whether `x` is in a set that is long enough for it. */
export function hasBit(set: Int32Array, x: number): boolean {
  return (set[x >>> 5]! & (1 << (x & 31))) !== 0
}

/** The members of a bit set, ascending. */
export function membersOf(set: Int32Array): number[] {
  const members: number[] = []
  for (let word = 0; word < set.length; word++) {
    for (let bits = set[word]!; bits !== 0; bits &= bits - 1) members.push(word * 32 + 31 - Math.clz32(bits & -bits))
  }
  return members
}
