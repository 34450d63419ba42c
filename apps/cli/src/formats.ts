import {
  type Preview,
  type Profile,
  previewCsv,
  previewNdjson,
  previewXes,
  previewXlsx,
  type Reading,
  type ReadOptions,
  readCsv,
  readNdjson,
  readXes,
  readXlsx,
  SourceError,
} from '@zhengfeng/eventlog'
import type { OpenSource } from './open-source.ts'
import type { SourceFormat } from './source-format.ts'

/** What a user may have to choose. */
export interface FormatChoice {
  /** OCEL: the type of object whose lives are the cases. */
  readonly objectType?: string
}

/** How a format is looked at and read. */
interface FormatReader {
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

const readers: Readonly<Partial<Record<SourceFormat, FormatReader>>> = {
  csv: { preview: fromHead(previewCsv), read: readCsv },
  xes: { preview: fromHead(previewXes), read: readXes },
  ndjson: { preview: fromHead(previewNdjson), read: readNdjson },
  xlsx: { preview: async ({ bytes, file }) => previewXlsx(bytes(), { source: file.path }), read: readXlsx },
}

/** The reader of a format that `recogniseFormat` knows. */
export function formatReader(format: SourceFormat): FormatReader {
  return readers[format]!
}

function fromHead(show: (head: Uint8Array, options: { readonly source: string }) => Preview): FormatReader['preview'] {
  return async ({ head, file }) => {
    const source = file.path
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
