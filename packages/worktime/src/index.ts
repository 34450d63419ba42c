export * from './calendar.ts'
export * from './calendar-error.ts'
export * from './zone.ts'
