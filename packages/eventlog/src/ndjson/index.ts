export { previewNdjson, readNdjson } from './read-ndjson.ts'
export { ServiceEvent, serviceEventColumns } from './service-event.ts'
export { writeNdjson } from './write-ndjson.ts'
