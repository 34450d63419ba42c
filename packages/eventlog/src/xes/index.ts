export { previewXes } from './preview-xes.ts'
export { readXes } from './read-xes.ts'
export { writeXes, xesColumns } from './write-xes.ts'
