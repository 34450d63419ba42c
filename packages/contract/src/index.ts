export * from './fields.ts'
export * from './permissions.ts'
export * from './problem.ts'
export * from './route.ts'
