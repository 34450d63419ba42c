export * from './indicators/measures.ts'
