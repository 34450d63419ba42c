export * from './case/index.ts'
export * from './errors.ts'
export * from './indicators/measures.ts'
export * from './indicators/sketch.ts'
