/** ASCII codes that the XML tokeniser compares with. */
export const NUL = 0x00
export const TAB = 0x09
export const LF = 0x0a
export const CR = 0x0d
export const SPACE = 0x20
export const BANG = 0x21
export const QUOTE = 0x22
export const HASH = 0x23
export const AMP = 0x26
export const APOSTROPHE = 0x27
export const SLASH = 0x2f
export const SEMICOLON = 0x3b
export const LT = 0x3c
export const EQUALS = 0x3d
export const GT = 0x3e
export const QUESTION = 0x3f
export const OPEN_BRACKET = 0x5b
export const CLOSE_BRACKET = 0x5d
export const LOWER_X = 0x78

/** `1` for every byte that may stand in a name; everything above ASCII may. */
export const isNameByte = byteTable((byte) => byte > SPACE && !'/>=<"\'&?![]'.includes(String.fromCharCode(byte)))

function byteTable(holds: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (holds(byte) ? 1 : 0))
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The UTF-8 text in `bytes[from … to − 1]`; what is not valid becomes U+FFFD. */
export function textOf(bytes: Uint8Array, from: number, to: number): string {
  return to - from > 24 ? decoder.decode(bytes.subarray(from, to)) : shortText(bytes, from, to)
}

function shortText(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let i = from; i < to; i++) {
    if (bytes[i]! >= 0x80) return decoder.decode(bytes.subarray(from, to))
    text += String.fromCharCode(bytes[i]!)
  }
  return text
}
