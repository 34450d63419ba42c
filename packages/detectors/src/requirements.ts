import type { ServiceLog } from '@zhengfeng/mining'
import type { Detector, Requirement } from './detector.ts'
import { beneficiariesOf } from './queue-jumping/beneficiaries.ts'
import { stepIndex } from './reading.ts'

/**
 * What a detector needs and a log does not have.
 *
 * @returns the missing requirements, in the detector's order; empty where it can run
 */
export function missingRequirements(service: ServiceLog, detector: Detector): readonly Requirement[] {
  return detector.requires.filter((requirement) => !holds[requirement](service))
}

const holds: Readonly<Record<Requirement, (service: ServiceLog) => boolean>> = {
  resource: ({ log }) => log.resource !== undefined && log.resource.values.length > 0,
  department: ({ log }) => log.department !== undefined && log.department.values.length > 0,
  recordedAt: ({ log }) => hasNumber(log.recordedAt),
  statutoryLimit: ({ clock }) => hasNumber(clock.statutoryDue),
  anyLimit: ({ clock }) => hasNumber(clock.statutoryDue) || hasNumber(clock.promisedDue),
  submit: ({ milestones }) => hasNumber(milestones.submit),
  accept: ({ milestones }) => hasNumber(milestones.accept),
  decide: ({ milestones }) => hasNumber(milestones.decide),
  close: ({ milestones }) => hasNumber(milestones.close),
  stops: ({ stops }) => stops.event.length > 0,
  supplementRequest: ({ stepOfActivity }) => stepOfActivity.includes(stepIndex('supplementRequest')),
  beneficiary: (service) => beneficiariesOf(service) !== undefined,
  // Of a table of cases only the milestones are known: silence between them, and who took them, prove nothing.
  everyEvent: ({ profile }) => profile.milestones === undefined,
  procedure: ({ profile }) => (profile.procedure?.length ?? 0) > 0,
}

function hasNumber(values: Float64Array | undefined): boolean {
  return values?.some((value) => !Number.isNaN(value)) ?? false
}
