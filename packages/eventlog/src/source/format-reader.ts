import { previewCsv, readCsv } from '../csv/index.ts'
import { SourceError } from '../errors.ts'
import { previewNdjson, readNdjson } from '../ndjson/index.ts'
import {
  previewOcelJson,
  previewOcelSqlite,
  previewOcelXml,
  readOcelJson,
  readOcelSqlite,
  readOcelXml,
} from '../ocel/index.ts'
import type { Profile } from '../profile/index.ts'
import type { Preview, Reading, ReadOptions } from '../reading-report.ts'
import { previewXes, readXes } from '../xes/index.ts'
import { previewXlsx, readXlsx } from '../xlsx/index.ts'
import type { OpenSource } from './open-source.ts'
import type { SourceFormat } from './source-format.ts'

/** What a user may have to choose. */
export interface FormatChoice {
  /** OCEL: the type of object whose lives are the cases. */
  readonly objectType?: string
}

/** How a format is looked at and read. */
export interface FormatReader {
  readonly preview: (source: OpenSource, choice: FormatChoice) => Promise<Preview>
  readonly read: (
    bytes: AsyncIterable<Uint8Array>,
    profile: Profile,
    options: ReadOptions & FormatChoice,
  ) => Promise<Reading>
}

const headBytes = 2 << 20
/** Some XES logs begin with megabytes of statistics, and some rows are long. */
const longHeadBytes = 64 << 20

const readers: Readonly<Record<SourceFormat, FormatReader>> = {
  csv: { preview: fromHead(previewCsv), read: readCsv },
  xes: { preview: fromHead(previewXes), read: readXes },
  ndjson: { preview: fromHead(previewNdjson), read: readNdjson },
  xlsx: { preview: fromAll(previewXlsx), read: readXlsx },
  'ocel-json': { preview: fromAll(previewOcelJson), read: readOcelJson },
  'ocel-xml': { preview: fromAll(previewOcelXml), read: readOcelXml },
  'ocel-sqlite': { preview: fromAll(previewOcelSqlite), read: readOcelSqlite },
}

/**
 * How a format is looked at and read.
 *
 * @returns `preview`, which throws what the format's `preview…` does and SourceError `lineTooLong`, `noEvents`; and `read`, its `read…`
 */
export function formatReader(format: SourceFormat): FormatReader {
  return readers[format]
}

/** Formats whose beginning says too little: objects may stand at the end, worksheets anywhere. */
function fromAll(
  show: (source: AsyncIterable<Uint8Array>, options: { readonly source: string } & FormatChoice) => Promise<Preview>,
): FormatReader['preview'] {
  return ({ bytes, name }, { objectType }) =>
    show(bytes(), { source: name, ...(objectType !== undefined && { objectType }) })
}

function fromHead(show: (head: Uint8Array, options: { readonly source: string }) => Preview): FormatReader['preview'] {
  return async ({ head, name: source }) => {
    let beginning = await head(headBytes)
    let preview = show(beginning, { source })
    if (preview.rows <= 1 && beginning.length === headBytes) {
      beginning = await head(longHeadBytes)
      preview = show(beginning, { source })
      if (preview.rows <= 1 && beginning.length === longHeadBytes) {
        throw new SourceError('lineTooLong', { source, line: lastLineOf(beginning) })
      }
    }
    if (preview.rows === 0) throw new SourceError('noEvents', { source })
    return preview
  }
}

function lastLineOf(text: Uint8Array): number {
  return text.reduce((line, byte) => line + (byte === 10 ? 1 : 0), 1)
}
