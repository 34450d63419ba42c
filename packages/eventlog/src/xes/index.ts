export { previewXes } from './preview-xes.ts'
export { readXes } from './read-xes.ts'
