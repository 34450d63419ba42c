export { previewNdjson, readNdjson } from './read-ndjson.ts'
export { ServiceEvent, serviceEventColumns } from './service-event.ts'
export { serviceEvents, writeNdjson } from './write-ndjson.ts'
