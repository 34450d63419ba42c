export * from './detector.ts'
export * from './finding.ts'
