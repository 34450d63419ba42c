export { type FormatChoice, type FormatReader, formatReader } from './format-reader.ts'
export { type OpenSource, openSource, type StoredSource } from './open-source.ts'
export {
  type OfficeSource,
  proposeForSource,
  type ReadSourcesOptions,
  readSources,
  type SourcesRead,
} from './read-sources.ts'
export { recogniseFormat, type SourceFormat } from './source-format.ts'
export { UnfinishedProposal } from './unfinished-proposal.ts'
