/** A source of numbers, uniform in [0, 1). The same seed gives the same numbers on every machine. */
export type Random = () => number

/**
 * Makes a seeded source of random numbers, so that whatever draws from it can be computed again to the last digit.
 * Good for resampling, not for secrets.
 *
 * @param seed any integer; only its lowest 32 bits count
 * @returns a function that gives the next number in [0, 1), in steps of 2⁻³²
 * Source: sfc32 (C. Doty-Humphrey, PractRand).
 * @example
 * createRandom(7)() === createRandom(7)() // → true
 */
export function createRandom(seed: number): Random {
  let a = 0x9e3779b9
  let b = 0x243f6a88
  let c = seed | 0
  let counter = 1
  function next(): number {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 2 ** 32
  }
  // Seeds that differ in one bit give unlike streams only after a few rounds.
  for (let round = 0; round < 15; round++) next()
  return next
}

/**
 * Draws a whole number from `0 … below − 1`, each equally likely (to within 2⁻³² · below).
 *
 * @param below a positive whole number, at most 2³²
 */
export function randomIndex(random: Random, below: number): number {
  return Math.floor(random() * below)
}

/**
 * Puts values into a random order, in place (Fisher–Yates), and gives the same array back.
 *
 * @example
 * shuffleInPlace(createRandom(1), Int32Array.of(4, 4)) // → Int32Array.of(4, 4)
 */
export function shuffleInPlace<A extends Float64Array | Int32Array>(random: Random, values: A): A {
  for (let i = values.length - 1; i > 0; i--) {
    const j = randomIndex(random, i + 1)
    const kept = values[i]!
    values[i] = values[j]!
    values[j] = kept
  }
  return values
}
