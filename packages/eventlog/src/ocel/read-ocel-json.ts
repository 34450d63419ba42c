import { Utf8Chunks } from '../csv/utf8-chunks.ts'
import type { Profile } from '../profile/profile.ts'
import type { ByteSource, Preview, Reading } from '../reading-report.ts'
import { OcelCollector, type OcelPreviewOptions, type OcelReadOptions } from './collector.ts'
import { ElementCutter } from './element-cutter.ts'

/**
 * Reads an OCEL 2.0 log in JSON and flattens it on one object type (see `flatNames` for the names of what every event has).
 * Events that belong to several cases are told for each (`sharedEvents`), those that belong to none are left out
 * (`unrelatedEvents`). Attributes of the case object become case attributes: the first value, and all values under
 * `<name>/changes` where it changes. Objects of other types become attributes named after their type. The document is read
 * element by element; its events and objects are held in memory.
 *
 * @param source UTF-8 JSON
 * @param profile roles by the names of `ocelColumns`, attributes and object types; times without offset are local times of its zone
 * @returns the log, `sourceRow` being the number of the event, and the report
 * @throws SourceError `objectTypeMissing`, `sourceEmpty`, `sourceMalformed`, `sourceTruncated`, `sourceBinary`, `lineTooLong`,
 *   `tooManyColumns`, `noEvents`, `columnMissing`, `rowRefused` (strict)
 * @example
 * const ocel = {
 *   objects: [{ id: 'p1', type: 'permit' }],
 *   events: [{ id: 'e1', type: 'accept', time: '2025-01-01T00:00:00Z', relationships: [{ objectId: 'p1', qualifier: '' }] }],
 * }
 * const profile = Profile.parse({ columns: ocelColumns })
 * const { log } = await readOcelJson([new TextEncoder().encode(JSON.stringify(ocel))], profile, { source: 'log.json' })
 * log.caseIds // → ['p1']
 */
export async function readOcelJson(source: ByteSource, profile: Profile, options: OcelReadOptions): Promise<Reading> {
  return (await collect(source, options)).finish(profile)
}

/** Shows the beginning of an OCEL 2.0 log in JSON, flattened. */
export async function previewOcelJson(source: ByteSource, options: OcelPreviewOptions): Promise<Preview> {
  return (await collect(source, options)).preview('ocel-json')
}

async function collect(source: ByteSource, options: OcelReadOptions): Promise<OcelCollector> {
  const collector = new OcelCollector('ocel-json', options)
  const cutter = new ElementCutter(options.source, (key, element) => collector.element(key, element))
  let bytes = 0
  for await (const chunk of new Utf8Chunks(source, options.source)) {
    cutter.push(chunk)
    bytes += chunk.length
    options.onProgress?.(bytes)
  }
  cutter.end()
  return collector
}
