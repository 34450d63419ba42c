import type { Answer, findingsRoutes } from '@zhengfeng/contract'

type Detector = Answer<typeof findingsRoutes.detectors>['items'][number]
type Parameter = Detector['parameters'][number]

/** A number as it was typed, where the parameter allows it. */
export function readThreshold(typed: string, { low, high }: Pick<Parameter, 'low' | 'high'>): number | undefined {
  const text = typed.trim()
  const value = Number(text)
  return text !== '' && Number.isFinite(value) && value >= low && value <= high ? value : undefined
}

/**
 * All thresholds that differ from their defaults, as the route takes them: those of the other detectors as they are in force.
 *
 * @param changed the new values of one detector’s parameters
 */
export function thresholdsToSet(
  detectors: readonly Detector[],
  changed: { readonly detector: string; readonly values: Readonly<Record<string, number>> },
): Record<string, Record<string, number>> {
  const entries = detectors.flatMap(({ name, parameters }) => {
    const differing = parameters.flatMap((parameter) => {
      const value = (name === changed.detector ? changed.values[parameter.name] : undefined) ?? parameter.value
      return value === parameter.default ? [] : [[parameter.name, value] as const]
    })
    return differing.length === 0 ? [] : [[name, Object.fromEntries(differing)] as const]
  })
  return Object.fromEntries(entries)
}
