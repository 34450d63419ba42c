import type { MessageOf } from '@zhengfeng/contract'
import type { Formatter } from './format.ts'
import { useText } from './TextProvider.tsx'

/** Eight hours: how long an office day is where the message does not tell. */
const usualDayMs = 28_800_000

/**
 * Writes a message that the server tells as key and values. Names of values tell how they are written: `…At` instants,
 * `…Share` shares, `…WorkingMs` working time, `…Ms` wall-clock time; other numbers and words as they are.
 */
export function useMessage(): (prefix: string, message: MessageOf) => string {
  const format = useText()
  return (prefix, { key, values }) => {
    const dayMs = typeof values.workingDayMs === 'number' ? values.workingDayMs : usualDayMs
    const entries = Object.entries(values).map(
      ([name, value]) => [name, written(format, { name, dayMs }, value)] as const,
    )
    return format.t(`${prefix}.${key}`, Object.fromEntries(entries))
  }
}

function written(
  format: Formatter,
  { name, dayMs }: { readonly name: string; readonly dayMs: number },
  value: string | number,
): string | number {
  // Stored messages tell instants in milliseconds.
  if (name.endsWith('At')) return format.instant(new Date(value).toISOString())
  if (typeof value === 'string') return value
  if (name.endsWith('Share')) return format.share(value)
  if (name.endsWith('WorkingMs')) return format.working(value, dayMs)
  if (name.endsWith('Ms')) return format.duration(value)
  return value
}
