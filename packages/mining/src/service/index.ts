export * from './overdue.ts'
export * from './read-service.ts'
export * from './service-log.ts'
export { readSteps, type Steps, stepAt } from './steps.ts'
