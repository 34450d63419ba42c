export { previewXlsx, readXlsx, type XlsxReadOptions } from './read-xlsx.ts'
