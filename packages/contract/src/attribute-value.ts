import { eventLimits } from './event-limits.ts'

/** What keeps a value from being stored as an attribute. */
export type AttributeFault = 'wrongType' | 'tooLong' | 'tooMany' | 'badCharacter'

/**
 * Looks for what keeps a value that was parsed from JSON from being stored as an attribute.
 *
 * @returns the first fault, or `undefined`; goes no deeper than `eventLimits.attributeDepth`
 * @example
 * attributeFault({ amount: [1, 'two', null] }) // → undefined
 * attributeFault('a\0b') // → 'badCharacter'
 */
export function attributeFault(value: unknown): AttributeFault | undefined {
  if (typeof value === 'string') return textFault(value, eventLimits.attributeLength)
  if (typeof value !== 'object' || value === null) return scalarFault(value)
  return nestedFault(value, { levels: eventLimits.attributeDepth, values: { left: eventLimits.attributeValues } })
}

/**
 * Looks for what keeps a text from being stored: its length, a NUL character, half of a surrogate pair.
 *
 * @param longest in UTF-16 units
 * @example
 * textFault('办结', 2) // → undefined
 * textFault('\ud800', 2) // → 'badCharacter'
 */
export function textFault(text: string, longest: number): 'tooLong' | 'badCharacter' | undefined {
  if (text.length > longest) return 'tooLong'
  return suspect.test(text) && !storable.test(text) ? 'badCharacter' : undefined
}

const suspect = /[\0\ud800-\udfff]/
const storable = /^(?:[^\0\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff])*$/

interface Allowance {
  readonly levels: number
  readonly values: { left: number }
}

function nestedFault(value: unknown, allowance: Allowance): AttributeFault | undefined {
  if (allowance.values.left-- === 0) return 'tooMany'
  if (typeof value === 'string') return textFault(value, eventLimits.attributeLength)
  if (typeof value !== 'object' || value === null) return scalarFault(value)
  if (allowance.levels === 0) return 'tooMany'
  const inner = { ...allowance, levels: allowance.levels - 1 }
  for (const [name, child] of Object.entries(value)) {
    const fault = textFault(name, eventLimits.attributeNameLength) ?? nestedFault(child, inner)
    if (fault) return fault
  }
  return undefined
}

function scalarFault(value: unknown): 'wrongType' | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'wrongType'
  return typeof value === 'boolean' || value === null ? undefined : 'wrongType'
}
