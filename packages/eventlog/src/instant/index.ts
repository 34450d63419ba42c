export { parseIsoInstant } from './iso.ts'
