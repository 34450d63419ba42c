import { textOf } from './bytes.ts'

/** Gives every element and attribute name a small code; a name seen before costs one comparison of bytes. */
export class NameTable {
  readonly #texts: string[] = []
  readonly #bytes: Uint8Array[] = []
  readonly #byText = new Map<string, number>()
  /** The name last found for a length and a first byte. */
  readonly #recent = new Int32Array(32 * 64).fill(-1)

  /** The code of the name in `source[from … to − 1]`. */
  codeOf(source: Uint8Array, from: number, to: number): number {
    const slot = ((to - from) & 31) * 64 + (source[from]! & 63)
    const recent = this.#recent[slot]!
    if (recent >= 0 && this.is(recent, source, from, to)) return recent
    const code = this.code(textOf(source, from, to))
    this.#recent[slot] = code
    return code
  }

  /** The code of a name given as text. */
  code(text: string): number {
    const known = this.#byText.get(text)
    if (known !== undefined) return known
    this.#byText.set(text, this.#texts.length)
    this.#bytes.push(new TextEncoder().encode(text))
    return this.#texts.push(text) - 1
  }

  /** Whether the bytes spell the name with this code. */
  is(code: number, source: Uint8Array, from: number, to: number): boolean {
    const name = this.#bytes[code]!
    if (name.length !== to - from) return false
    for (let i = 0; i < name.length; i++) if (name[i] !== source[from + i]) return false
    return true
  }

  text(code: number): string {
    return this.#texts[code]!
  }
}
