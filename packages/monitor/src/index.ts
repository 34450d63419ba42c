export * from './case/index.ts'
export * from './errors.ts'
export * from './indicators/index.ts'
export * from './warnings/index.ts'
