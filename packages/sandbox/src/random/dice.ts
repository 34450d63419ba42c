/**
 * A seeded stream of random numbers. Every case, officer and office has its own stream, so that a change in one (an
 * injected delay, say) leaves what happens to all others as it was.
 *
 * The generator is Mulberry32 (T. Ettinger): 32 bits of state, fast, and good enough for service times and choices.
 */
export class Dice {
  #state: number

  /** `keys` tell streams of one seed apart: a purpose, then a number. */
  constructor(seed: number, ...keys: readonly number[]) {
    let state = mix(seed ^ Math.floor(seed / 4_294_967_296))
    for (const key of keys) state = mix(state ^ Math.imul(key + 1, 0x9e3779b1))
    this.#state = state
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.next()
  }

  /** A whole number, `low … high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  /** One element. */
  pick<T>(elements: readonly T[]): T {
    return elements[Math.floor(this.next() * elements.length)]!
  }

  /** Standard normal, by Box and Muller. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
  }

  /** Log-normal with the given median; `sigma` is the standard deviation of the logarithm. */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal())
  }

  /** Exponential with the given mean. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next())
  }

  /** The index of a step of a rising cumulative table, each with its share of the last entry. */
  fromCumulative(cumulative: Float64Array): number {
    const target = this.next() * cumulative[cumulative.length - 1]!
    let low = 0
    let high = cumulative.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (cumulative[middle]! > target) high = middle
      else low = middle + 1
    }
    return low
  }
}

/** Running sums of weights, for `fromCumulative`. */
export function cumulativeOf(weights: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(weights.length)
  let sum = 0
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]!
    sums[i] = sum
  }
  return sums
}

/** The last step of MurmurHash3: every bit of the input changes half of the output. */
function mix(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) | 0
}
