export { formatInstant } from './format.ts'
export { parseIsoInstant } from './iso.ts'
