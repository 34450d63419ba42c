export { type Configuration, ConfigurationError, readConfiguration } from './configuration.ts'
export { createLog } from './create-log.ts'
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox/sandbox.ts'
export { type RunningServer, type StartOptions, startServer } from './server.ts'
