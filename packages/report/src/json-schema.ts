import { z } from 'zod'
import { CheckUp } from './model/check-up.ts'

/**
 * The JSON Schema (draft 2020-12) of `check-up.json`, as published in `check-up.schema.json` of this package.
 *
 * @returns plain data
 */
export function checkUpJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(CheckUp),
    title: 'ZhengFeng check-up',
    description: 'What a check-up of an event log says: instants are ISO 8601 in UTC, durations are milliseconds.',
  }
}
