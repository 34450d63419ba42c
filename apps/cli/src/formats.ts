import {
  type Preview,
  type Profile,
  previewCsv,
  previewXes,
  type Reading,
  type ReadOptions,
  readCsv,
  readXes,
} from '@zhengfeng/eventlog'
import type { OpenSource } from './open-source.ts'
import type { SourceFormat } from './source-format.ts'

/** How a format is looked at and read. */
interface FormatReader {
  readonly preview: (source: OpenSource, choice: FormatChoice) => Promise<Preview>
  readonly read: (
    bytes: AsyncIterable<Uint8Array>,
    profile: Profile,
    options: ReadOptions & FormatChoice,
  ) => Promise<Reading>
}

/** What a user may have to choose. */
export interface FormatChoice {
  /** OCEL: the type of object whose lives are the cases. */
  readonly objectType?: string
}

const readers: Readonly<Partial<Record<SourceFormat, FormatReader>>> = {
  csv: { preview: async ({ head, file }) => previewCsv(head, { source: file.path }), read: readCsv },
  xes: { preview: async ({ head, file }) => previewXes(head, { source: file.path }), read: readXes },
}

export function formatReader(format: SourceFormat): FormatReader {
  return readers[format]!
}
