/** What a text plainly is, where it identifies a person by itself. */
export type PersonalKind = 'idNumber' | 'phone'

/**
 * Whether a text is, as a whole, a resident identity number (18 places, check digit right, a day of birth that can be) or a mobile
 * phone number of the mainland. Doubtful texts are not: an order number must not vanish.
 */
export function personalKind(text: string): PersonalKind | undefined {
  // Most texts are sorted out by their length.
  if (text.length < 11 || text.length > 24) return undefined
  const plain = text.trim()
  if (plain.length === 18 && isResidentNumber(plain)) return 'idNumber'
  return mobile.test(plain) ? 'phone' : undefined
}

const mobile = /^(?:(?:\+|00)?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}$/

/** GB 11643: weights of the first seventeen digits, and the check digit by the remainder. */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkDigits = '10X98765432'

function isResidentNumber(text: string): boolean {
  if (!/^[1-9]\d{16}[\dXx]$/.test(text)) return false
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (text.charCodeAt(i) - 48) * weights[i]!
  return checkDigits[sum % 11] === text[17]!.toUpperCase() && isBirthday(text.slice(6, 14))
}

function isBirthday(text: string): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6))]
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1850 && year < 2200 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
