import type { ServiceLog } from '@zhengfeng/mining'
import { compareFindings } from './compose-finding.ts'
import type { Detection, Detector } from './detector.ts'
import type { DetectorName } from './finding.ts'
import { detectors } from './registry.ts'
import { missingRequirements } from './requirements.ts'
import { type ThresholdOverrides, thresholdsOf } from './thresholds.ts'

/**
 * Runs every detector on a log. A detector that lacks what it needs says so; none is skipped silently.
 *
 * @param service the log read as service
 * @param overrides thresholds that differ from the defaults; those of the profile unless told
 * @param only names of the detectors to run; all unless told
 * @returns one detection per detector run, in the order of `detectors`; findings strongest first
 * @throws DetectorError for an unknown detector or parameter, or a value outside its range
 * @example
 * const log = sketchLog([['a', 'accept', 0], ['a', 'close', 60_000]])
 * const profile = Profile.parse({ columns: { case: 'id', activity: 'step', time: 'at' } })
 * runDetectors(readService(log, profile))[0] // → { detector: 'overdue', status: 'notApplicable', missing: ['anyLimit'] }
 */
export function runDetectors(
  service: ServiceLog,
  overrides: ThresholdOverrides = service.profile.detectors,
  only?: readonly DetectorName[],
): readonly Detection[] {
  const thresholds = thresholdsOf(detectors, overrides)
  const wanted = only ? detectors.filter(({ name }) => only.includes(name)) : detectors
  return wanted.map((detector) => run(service, detector, thresholds.get(detector.name)!))
}

function run(service: ServiceLog, detector: Detector, parameters: Readonly<Record<string, number>>): Detection {
  const missing = missingRequirements(service, detector)
  if (missing.length > 0) return { detector: detector.name, status: 'notApplicable', missing }
  const { judged, findings } = detector.detect(service, parameters)
  return { detector: detector.name, status: 'ran', parameters, judged, findings: findings.toSorted(compareFindings) }
}
