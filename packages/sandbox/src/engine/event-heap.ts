/** What is to happen when: a binary heap over typed arrays. Equal instants come out in the order they went in. */
export class EventHeap {
  #time = new Float64Array(1024)
  #order = new Float64Array(1024)
  #code = new Int32Array(1024)
  #pushed = 0
  length = 0

  /** The earliest instant; call only where `length > 0`. */
  get nextTime(): number {
    return this.#time[0]!
  }

  push(time: number, code: number): void {
    if (this.length === this.#time.length) this.#grow()
    let at = this.length++
    const order = this.#pushed++
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.#time[parent]! <= time) break
      this.#move(parent, at)
      at = parent
    }
    this.#set(at, time, order, code)
  }

  /** Takes the earliest code out. */
  pop(): number {
    const code = this.#code[0]!
    const last = --this.length
    const time = this.#time[last]!
    const order = this.#order[last]!
    const lastCode = this.#code[last]!
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= last) break
      if (child + 1 < last && this.#before(child + 1, this.#time[child]!, this.#order[child]!)) child++
      if (!this.#before(child, time, order)) break
      this.#move(child, at)
      at = child
    }
    this.#set(at, time, order, lastCode)
    return code
  }

  #before(at: number, time: number, order: number): boolean {
    return this.#time[at]! < time || (this.#time[at] === time && this.#order[at]! < order)
  }

  #move(from: number, to: number): void {
    this.#set(to, this.#time[from]!, this.#order[from]!, this.#code[from]!)
  }

  #set(at: number, time: number, order: number, code: number): void {
    this.#time[at] = time
    this.#order[at] = order
    this.#code[at] = code
  }

  #grow(): void {
    const size = this.#time.length * 2
    const time = new Float64Array(size)
    const order = new Float64Array(size)
    const code = new Int32Array(size)
    time.set(this.#time)
    order.set(this.#order)
    code.set(this.#code)
    this.#time = time
    this.#order = order
    this.#code = code
  }
}
