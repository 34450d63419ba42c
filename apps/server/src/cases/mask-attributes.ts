import { type FieldGrade, maskField } from '../identity/mask.ts'
import { personalKind } from '../ingest/personal-text.ts'

/**
 * What the name of an attribute says of its grade. Personal data that a source declares is moved out before it is stored; this is for what
 * a source sends without saying so.
 */
const grades: readonly (readonly [RegExp, FieldGrade])[] = [
  [/(身份证|证件号|idnumber|idcard|certkey|cert_?no|page_?code|passport)/i, 'identity'],
  [/(手机|电话|phone|mobile|telephone|contact_?tel)/i, 'phone'],
  [/(地址|住址|address)/i, 'address'],
  [
    /^(case:)?(姓名|申请人|申请人姓名|联系人|联系人姓名|代理人|经办人姓名|法定代表人|applyer_?name|applicant_?name|contact_?name|user_?name|legal(_?name)?)$/i,
    'name',
  ],
]

/**
 * Attributes with values masked whose name says that they identify a person, and with the phone and identity numbers that stand in any other
 * text; digests stay.
 */
export function maskAttributes(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const masked: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(attributes)) {
    const grade = grades.find(([pattern]) => pattern.test(name))?.[1]
    masked[name] = grade === undefined ? maskWithin(value) : maskValue(grade, value)
  }
  return masked
}

function maskValue(grade: FieldGrade, value: unknown): unknown {
  if (typeof value === 'number') return maskField(grade, String(value))
  if (typeof value !== 'string')
    return value === null || typeof value === 'boolean' ? value : maskField('secret', JSON.stringify(value))
  return value.startsWith('person:') ? value : maskField(grade, value)
}

function maskWithin(value: unknown): unknown {
  if (typeof value === 'string') return maskNumbers(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(maskWithin)
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, maskWithin(inner)]))
}

/** “联系 13812343210” → “联系 138****3210”. Numbers within longer ones are none; identity numbers are told by their check digit. */
function maskNumbers(text: string): string {
  if (text.length < 11) return text
  return text.replace(numbers, (number) => {
    const kind = personalKind(number)
    if (kind === undefined) return number
    return maskField(kind === 'phone' ? 'phone' : 'identity', number)
  })
}

const numbers = /(?<![\dA-Za-z])(?:\d{17}[\dXx]|1[3-9]\d(?:[- ]?\d{4}){2})(?![\dA-Za-z])/g
