import type { Detector } from './detector.ts'
import { DetectorError } from './detector-error.ts'

/** Thresholds that differ from the defaults, by detector and parameter, as `detectors` in a profile holds them. */
export type ThresholdOverrides = Readonly<Record<string, Readonly<Record<string, number>>>>

/**
 * The thresholds of every detector: its defaults, changed as told. Everything is checked before anything is used.
 *
 * @param detectors the detectors that there are
 * @param overrides by detector name and parameter name
 * @returns by detector name, every parameter of it
 * @throws DetectorError for an unknown detector or parameter, or a value outside its range
 */
export function thresholdsOf(
  detectors: readonly Detector[],
  overrides: ThresholdOverrides,
): ReadonlyMap<string, Readonly<Record<string, number>>> {
  const known = new Map<string, Detector>(detectors.map((detector) => [detector.name, detector]))
  for (const [name, values] of Object.entries(overrides)) checkOverrides(known, name, values)
  return new Map(detectors.map((detector) => [detector.name, withDefaults(detector, overrides[detector.name] ?? {})]))
}

function checkOverrides(
  known: ReadonlyMap<string, Detector>,
  name: string,
  values: Readonly<Record<string, number>>,
): void {
  const detector = known.get(name)
  const field = `detectors.${name}`
  if (!detector)
    throw new DetectorError('detectorUnknown', { field, value: name, allowed: [...known.keys()].join(', ') })
  for (const [parameter, value] of Object.entries(values)) checkParameter(detector, parameter, value)
}

function checkParameter(detector: Detector, parameter: string, value: number): void {
  const field = `detectors.${detector.name}.${parameter}`
  const allowed = Object.keys(detector.parameters).join(', ')
  if (!Object.hasOwn(detector.parameters, parameter))
    throw new DetectorError('parameterUnknown', { field, value: parameter, allowed })
  const [low, high] = detector.parameters[parameter]!.range
  const range = `${low} … ${high}`
  if (typeof value !== 'number' || Number.isNaN(value))
    throw new DetectorError('parameterNotANumber', { field, value: String(value), allowed: range })
  if (value < low || value > high) throw new DetectorError('parameterOutOfRange', { field, value, allowed: range })
}

function withDefaults(
  detector: Detector,
  overrides: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const entries = Object.entries(detector.parameters)
  return Object.fromEntries(entries.map(([name, parameter]) => [name, overrides[name] ?? parameter.default]))
}
