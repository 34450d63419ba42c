import { SourceError } from '../errors.ts'
import type { Profile } from '../profile/profile.ts'
import { ReadingNotes } from '../reading-notes.ts'
import type { Reading, ReadOptions } from '../reading-report.ts'
import { detectDialect } from './dialect.ts'
import { restoreFormula } from './formula.ts'
import { readHead } from './header.ts'
import { RowCollector } from './row-collector.ts'
import { CsvScanner } from './scanner.ts'
import { Utf8Chunks } from './utf8-chunks.ts'

/** How much text is looked at to tell delimiter, quote and header. */
const headBytes = 262_144

/** Options of the CSV reader. */
export interface CsvReadOptions extends ReadOptions {
  /** The text was made by `writeCsv`: the apostrophes that it put before would-be formulas are taken away. */
  readonly neutralised?: boolean
}

/**
 * Reads a CSV export as an event log, chunk by chunk. Encoding (UTF-8, GB18030, UTF-16), delimiter, quote and header are told
 * from the text; columns, types and time zone come from the profile, types that it leaves open from the values.
 *
 * @param source the bytes of the file, already decompressed
 * @param profile which column is what; times without an offset are read in its zone
 * @returns the log, and the report on what was refused and noticed
 * @throws SourceError `sourceEmpty`, `sourceBinary`, `noEvents`, `columnMissing`, `columnNotChosen`, `tooManyColumns`,
 *   `lineTooLong`, `sourceMalformed`, and `rowRefused` where the reading is strict
 */
export async function readCsv(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  profile: Profile,
  options: CsvReadOptions,
): Promise<Reading> {
  const notes = new ReadingNotes({ source: options.source, format: 'csv', strict: options.strict })
  const text = new Utf8Chunks(counted(source, options.onProgress), options.source)
  const beginning = new Beginning({ profile, options, notes })
  let reading: Begun | undefined
  for await (const chunk of text) {
    if (reading) reading.scanner.push(chunk)
    else reading = beginning.push(chunk)
  }
  reading ??= beginning.end()
  reading.scanner.end()
  if (text.invalidCount > 0) notes.notice('invalidText', { count: text.invalidCount })
  return reading.collector.finish()
}

interface Context {
  readonly profile: Profile
  readonly options: CsvReadOptions
  readonly notes: ReadingNotes
}

interface Begun {
  readonly collector: RowCollector
  readonly scanner: CsvScanner
}

/** Holds the beginning of the text until it tells how the rest is to be read. */
class Beginning {
  readonly #context: Context
  #held: Uint8Array[] = []
  #bytes = 0
  #enough = headBytes

  constructor(context: Context) {
    this.#context = context
  }

  push(chunk: Uint8Array): Begun | undefined {
    this.#held.push(chunk)
    this.#bytes += chunk.length
    if (this.#bytes < this.#enough) return undefined
    this.#enough *= 2
    return this.#begin(false)
  }

  end(): Begun {
    const begun = this.#begin(true)
    if (!begun) throw new SourceError('sourceEmpty', { source: this.#context.options.source })
    return begun
  }

  #begin(complete: boolean): Begun | undefined {
    const { profile, options, notes } = this.#context
    const head = Buffer.concat(this.#held)
    this.#held = [head]
    const { source } = options
    const wanted = Object.values({ ...profile.columns, ...profile.milestones }).flatMap((name) => name || [])
    const dialect = detectDialect(head.subarray(0, headBytes), wanted)
    const found = readHead(head, dialect, { source, wanted, complete })
    if (!found || found.names.length === 0) return undefined
    const { line } = found
    const neutralised = options.neutralised ?? false
    const names = neutralised ? found.names.map(restoreFormula) : found.names
    const collector = new RowCollector(names, profile, { options, notes, neutralised })

    const scanner = new CsvScanner({ dialect, width: names.length, firstLine: line, source, sink: collector })
    scanner.push(head.subarray(found.bytes))
    return { collector, scanner }
  }
}

async function* counted(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  onProgress: ReadOptions['onProgress'],
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of source) {
    yield chunk
    bytes += chunk.length
    onProgress?.(bytes)
  }
}
