import type { Profile } from '../profile/profile.ts'
import { ReadingNotes } from '../reading-notes.ts'
import type { ByteSource, Reading, ReadOptions } from '../reading-report.ts'
import { finishXes } from './finish.ts'
import { XesTable } from './table.ts'
import { XesWalker } from './walker.ts'

/**
 * Reads an XES log (IEEE 1849) from its uncompressed bytes in chunks cut anywhere.
 *
 * Roles are attribute keys; `case:` before a name means an attribute of the trace, and `activity` may name a classifier, whose
 * values are joined with `+`. Defaults under `global` are kept in `meta` and never filled in: they are no recorded facts.
 * Children of an attribute stand in a JSON column named `<key>/children`; lists and containers are JSON columns. A key that has
 * several types becomes text (`unfitValues`). Times without offset are local times of the profile's zone.
 *
 * @param source UTF-8 (or any declared encoding), not compressed
 * @param profile roles, zone, texts that mean nothing, types that are not as declared
 * @returns the log, `sourceRow` being the line of each `<event>`, and the report
 * @throws SourceError `sourceEmpty`, `sourceNotRecognised`, `sourceMalformed`, `sourceTruncated`, `sourceBinary`,
 * `xmlEntityForbidden`, `xmlTooDeep`, `lineTooLong`, `tooManyColumns`, `columnMissing`, `noEvents`, `rowRefused` (strict)
 * @example
 * const event = '<event><string key="concept:name" value="accept"/><date key="time:timestamp" value="2025-01-01T08:00:00+08:00"/></event>'
 * const xes = `<log><trace><string key="concept:name" value="1"/>${event}</trace></log>`
 * const profile = Profile.parse({ columns: xesColumns })
 * const { log } = await readXes([new TextEncoder().encode(xes)], profile, { source: 'cases.xes' })
 * log.activity.values // → ['accept']
 */
export async function readXes(source: ByteSource, profile: Profile, options: ReadOptions): Promise<Reading> {
  const notes = new ReadingNotes({ source: options.source, format: 'xes', strict: options.strict })
  const table = new XesTable(profile, notes, options.source)
  const walker = new XesWalker(options.source, table)
  table.classifiers = walker.meta.classifiers
  let bytes = 0
  for await (const chunk of source) {
    walker.push(chunk)
    bytes += chunk.length
    options.onProgress?.(bytes)
  }
  walker.finish()
  return finishXes(table, walker.meta, options)
}
