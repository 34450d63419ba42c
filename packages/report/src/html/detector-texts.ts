import { explanationOf } from '@zhengfeng/detectors'
import type { FindingModel } from '../model/finding-model.ts'
import type { Page } from './page.ts'

/** Name of a detector, such as 推诿扯皮. */
export function detectorName({ format }: Page, detector: string): string {
  return format.t(`detectors.names.${detector}`)
}

/** What a detector looks for, in one sentence. */
export function detectorDescription({ format }: Page, detector: string): string {
  return format.t(`detectors.descriptions.${detector}`)
}

/** What a detector would need and the log lacks. */
export function requirementText({ format }: Page, requirement: string): string {
  return format.t(`detectors.requirements.${requirement}`)
}

export function caveatText({ format }: Page, caveat: string): string {
  return format.t(`detectors.caveats.${caveat}`)
}

/** What a finding says, with its values written for people. */
export function explanationText({ format, checkUp }: Page, finding: FindingModel): string {
  return explanationOf(finding, format, checkUp.timeZone)
}
