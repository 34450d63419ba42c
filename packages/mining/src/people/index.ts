export * from './hand-overs.ts'
export * from './ping-pong.ts'
