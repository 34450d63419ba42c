/** A place in a text of bytes, moved on by what is read there. Nothing outside `at … to − 1` is ever taken for part of the text. */
export class TextCursor {
  bytes: Uint8Array = new Uint8Array(0)
  at = 0
  to = 0
  /** How many digits `digits` passed last. */
  digitCount = 0

  /** Sets the text, without the blanks around it. */
  set(bytes: Uint8Array, from: number, to: number): void {
    this.bytes = bytes
    this.at = from
    this.to = to
    this.passBlanks()
    while (this.to > this.at && isBlank(bytes[this.to - 1])) this.to--
  }

  get atEnd(): boolean {
    return this.at >= this.to
  }

  /** The byte here, `-1` at the end. */
  get byte(): number {
    return this.at < this.to ? this.bytes[this.at]! : -1
  }

  get atDigit(): boolean {
    return this.byte >= 48 && this.byte <= 57
  }

  passBlanks(): void {
    while (isBlank(this.byte)) this.at++
  }

  /** Passes a run of `least` to `most` digits and gives its number, `NaN` where there is no such run. */
  digits(least: number, most: number): number {
    const { bytes } = this
    const limit = Math.min(this.to, this.at + most + 1)
    let { at } = this
    let value = 0
    for (let byte = bytes[at]!; at < limit && byte >= 48 && byte <= 57; byte = bytes[++at]!)
      value = value * 10 + byte - 48
    this.digitCount = at - this.at
    this.at = at
    return this.digitCount >= least && this.digitCount <= most ? value : Number.NaN
  }

  /** Passes a byte if it stands here. */
  takeByte(byte: number): boolean {
    if (this.byte !== byte) return false
    this.at++
    return true
  }

  /** Passes a word if it stands here; ASCII letters of the word are capitals, and match in both cases. */
  take(word: Uint8Array): boolean {
    if (this.at + word.length > this.to) return false
    for (let i = 0; i < word.length; i++) {
      const byte = this.bytes[this.at + i]!
      if (byte !== word[i] && !(byte >= 97 && byte <= 122 && byte - 32 === word[i])) return false
    }
    this.at += word.length
    return true
  }
}

export function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 9
}
