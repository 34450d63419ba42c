export * from './service/service-log.ts'
export * from './statistics/index.ts'
