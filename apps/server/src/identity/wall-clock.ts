import type { Platform } from '../platform.ts'

/** The true time in UTC milliseconds: sessions, codes and locks must not run faster where the sandbox does. */
export function wallClock(platform: Pick<Platform, 'wallClock'>): number {
  return platform.wallClock?.() ?? Date.now()
}
