import { readFileSync } from 'node:fs'
import { parseProfile } from './load.ts'
import type { Profile } from './profile.ts'

/** Names of the profiles that come with the package, for well-known public logs. */
export const shippedProfileNames = ['wabo', 'bpic15'] as const
export type ShippedProfileName = (typeof shippedProfileNames)[number]

/**
 * One of the profiles that come with the package.
 *
 * @example
 * shippedProfile('wabo').columns.department // → 'org:group'
 */
export function shippedProfile(name: ShippedProfileName): Profile {
  return parseProfile(readFileSync(new URL(`../../profiles/${name}.yaml`, import.meta.url), 'utf8'), `${name}.yaml`)
}
