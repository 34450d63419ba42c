import type { DetectorName } from '@zhengfeng/detectors'
import { type SourcesInForce, sourcesInForce } from '../ingest/sources-in-force.ts'
import type { Platform } from '../platform.ts'
import type { DetectUnit } from './detect.ts'
import type { Detect } from './detection-thread.ts'
import { sourcesBeingImported } from './imports-seen.ts'
import { observedUntil } from './read-cases.ts'
import { readThresholds, thresholdsOver } from './thresholds.ts'

/** What detectors run with in this process. */
export interface DetectorContext {
  readonly platform: Platform
  readonly sources: SourcesInForce
  /** For many cases: in a thread. */
  readonly detect: Detect
  /** True time, UTC milliseconds: how often the platform looks does not hang on the sandbox’s day. */
  readonly clock: () => number
}

export function detectorContext(platform: Platform, detect: Detect): DetectorContext {
  return { platform, detect, sources: sourcesInForce(), clock: platform.wallClock ?? Date.now }
}

export interface Units {
  /** Of the thresholds. */
  readonly version: number
  /** Undefined where the source is not to be looked at now. */
  unit(sourceId: string, only?: readonly DetectorName[]): DetectUnit | undefined
  /** Whether it sends what happens as it happens; the others are files that were imported. */
  isLive(sourceId: string): boolean
}

/**
 * Makes the units of sources: what their cases are read with now. While an import of a source runs, its cases are half there
 * and prove nothing.
 *
 * @param division whose cases are looked at; needed for imported files, which show a division up to a moment
 */
export async function unitsOf(
  { platform, sources }: DetectorContext,
  sourceIds: readonly string[],
  division?: string,
): Promise<Units> {
  const { db } = platform
  const thresholds = await readThresholds(db)
  const inForce = await sources.read(db, [...new Set(sourceIds)])
  const until = division === undefined ? new Map<string, number>() : await observedUntil(db, division)
  const halfThere = await sourcesBeingImported(db)
  return {
    version: thresholds.version,
    isLive: (sourceId) => inForce.sources.get(sourceId)?.kind !== 'file',
    unit: (sourceId, only) => {
      const source = inForce.sources.get(sourceId)
      if (!source || halfThere.has(sourceId)) return undefined
      return {
        profile: source.profile,
        until: until.get(sourceId) ?? platform.now(),
        thresholds: thresholdsOver(source.profile.detectors, thresholds.overrides),
        ...(only && { only }),
      }
    },
  }
}
