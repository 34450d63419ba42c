/** Above this many possible keys a table would cost more than looking up. */
const largestTable = 1 << 22

/** Gives small codes, counting up from 0, to keys in order of first appearance. */
export interface DenseCodes {
  readonly codeOf: (key: number) => number
  readonly count: () => number
}

/**
 * Codes for keys that are combinations of other codes, such as office × department × activity, of which few occur.
 *
 * @param keys how many keys there could be: keys are `0 … keys − 1`
 */
export function denseCodes(keys: number): DenseCodes {
  return keys <= largestTable ? tableCodes(keys) : mapCodes()
}

function tableCodes(keys: number): DenseCodes {
  const codes = new Int32Array(keys).fill(-1)
  let count = 0
  const codeOf = (key: number): number => {
    if (codes[key]! < 0) codes[key] = count++
    return codes[key]!
  }
  return { codeOf, count: () => count }
}

function mapCodes(): DenseCodes {
  const codes = new Map<number, number>()
  const codeOf = (key: number): number => {
    let code = codes.get(key)
    if (code === undefined) {
      code = codes.size
      codes.set(key, code)
    }
    return code
  }
  return { codeOf, count: () => codes.size }
}
