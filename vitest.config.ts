import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Tests run on the sources: the `source` export condition of each package leads to its `src`. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['{packages,apps}/*/src/**/*.test.ts', 'locales/src/**/*.test.ts', 'scripts/*.test.ts'],
    // On two cores one worker would leave one idle: servers and browsers wait more than they work.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { TZ: 'UTC' },
  },
})
