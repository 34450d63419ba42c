export * from './case-durations.ts'
