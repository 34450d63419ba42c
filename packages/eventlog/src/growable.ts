/** A `Float64Array` that grows by doubling while it is filled, one value at a time. */
export class GrowableFloat64 {
  #values: Float64Array
  length = 0

  constructor(capacity = 1024) {
    this.#values = new Float64Array(capacity)
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#values = doubled(this.#values, new Float64Array(this.length * 2))
    this.#values[this.length++] = value
  }

  /** Appends `filler` until the array has `length` values. */
  padTo(length: number, filler: number): void {
    while (this.length < length) this.push(filler)
  }

  get(index: number): number {
    return this.#values[index]!
  }

  set(index: number, value: number): void {
    this.#values[index] = value
  }

  /** The values so far, as a view where little room is unused and as a copy otherwise. */
  finish(): Float64Array {
    return this.length * 2 > this.#values.length
      ? this.#values.subarray(0, this.length)
      : this.#values.slice(0, this.length)
  }
}

/** An `Int32Array` that grows by doubling while it is filled, one value at a time. */
export class GrowableInt32 {
  #values: Int32Array
  length = 0

  constructor(capacity = 1024) {
    this.#values = new Int32Array(capacity)
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#values = doubled(this.#values, new Int32Array(this.length * 2))
    this.#values[this.length++] = value
  }

  /** Appends `filler` until the array has `length` values. */
  padTo(length: number, filler: number): void {
    while (this.length < length) this.push(filler)
  }

  get(index: number): number {
    return this.#values[index]!
  }

  set(index: number, value: number): void {
    this.#values[index] = value
  }

  /** The values so far, as a view where little room is unused and as a copy otherwise. */
  finish(): Int32Array {
    return this.length * 2 > this.#values.length
      ? this.#values.subarray(0, this.length)
      : this.#values.slice(0, this.length)
  }
}

function doubled<A extends Float64Array | Int32Array>(from: A, to: A): A {
  to.set(from)
  return to
}
