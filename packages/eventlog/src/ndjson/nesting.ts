/** Deeper than this no attribute of a real event goes; what checks and writes values goes down by recursion. */
export const maxNesting = 200

/** Whether a value parsed from JSON is nested deeper than can be handled. */
export function isTooDeep(value: unknown, levels: number = maxNesting): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  for (const child of Object.values(value)) if (isTooDeep(child, levels - 1)) return true
  return false
}
