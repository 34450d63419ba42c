export { neutraliseFormula, restoreFormula } from './formula.ts'
export { previewCsv } from './preview-csv.ts'
export { type CsvReadOptions, readCsv } from './read-csv.ts'
export { csvProfile, writeCsv } from './write-csv.ts'
