export * from './align.ts'
export type { Alignment, Move } from './alignment.ts'
export * from './conform.ts'
export * from './conform-to-procedure.ts'
