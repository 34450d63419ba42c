export * from './service/service-log.ts'
