import { DetectorError, detectors, type ThresholdOverrides, thresholdsOf } from '@zhengfeng/detectors'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import type { Queryable } from '../storage/database.ts'

const name = 'detectorThresholds'

export interface Thresholds {
  /** 0 while all are the defaults. */
  readonly version: number
  readonly overrides: ThresholdOverrides
}

/** The thresholds that the platform sets over those of the profiles. */
export async function readThresholds(db: Queryable): Promise<Thresholds> {
  const [row] = await db.query<{ value: ThresholdOverrides; version: number }>(
    'select value, version from setting where name = $1',
    [name],
  )
  return row ? { version: row.version, overrides: row.value } : { version: 0, overrides: {} }
}

/**
 * Puts thresholds in force and keeps those before in the history of settings.
 *
 * @throws ProblemError `invalid` naming the threshold; `conflict` where another change came between
 */
export async function setThresholds(
  platform: Platform,
  { overrides, version, by }: { overrides: ThresholdOverrides; version: number; by: string },
): Promise<number> {
  check(overrides)
  const next = version + 1
  const parameters = [name, JSON.stringify(overrides), next, new Date(platform.now()), by]
  await platform.db.transaction(async (tx) => {
    const rows = await tx.query(
      version === 0
        ? `insert into setting (name, value, version, changed_at, changed_by)
           values ($1, $2::text::jsonb, $3, $4, $5)
           on conflict (name) do nothing
           returning version`
        : `update setting
           set value = $2::text::jsonb,
             version = $3,
             changed_at = $4,
             changed_by = $5
           where name = $1
             and version = $3 - 1
           returning version`,
      parameters,
    )
    if (rows.length === 0) throw new ProblemError('conflict', { reason: 'thresholds' })
    await tx.query(
      `insert into setting_version (name, version, value, changed_at, changed_by)
       values ($1, $3, $2::text::jsonb, $4, $5)`,
      parameters,
    )
  })
  platform.bus.tell({ kind: 'setting', name })
  return next
}

function check(overrides: ThresholdOverrides): void {
  try {
    thresholdsOf(detectors, overrides)
  } catch (error) {
    if (!(error instanceof DetectorError)) throw error
    const { field, value } = error.values
    const message = `thresholds.${error.code}`
    const shown = { allowed: String(error.values.allowed ?? '') }
    throw new ProblemError('invalid', shown, { fields: [{ field: String(field), value, message }] })
  }
}

/** Thresholds of a profile, and over them those of the platform. */
export function thresholdsOver(profile: ThresholdOverrides, platform: ThresholdOverrides): ThresholdOverrides {
  const merged: Record<string, Readonly<Record<string, number>>> = { ...profile }
  for (const [detector, values] of Object.entries(platform)) merged[detector] = { ...merged[detector], ...values }
  return merged
}
