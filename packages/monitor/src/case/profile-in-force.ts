import {
  type CanonicalActivity,
  canonicalActivities,
  type Limit,
  type LimitSource,
  type Profile,
} from '@zhengfeng/eventlog'
import { createCalendar, type WorkCalendar } from '@zhengfeng/worktime'

/** What a platform sets over the profiles of its sources. */
export interface ProfileSettings {
  readonly calendar?: {
    readonly closed?: readonly string[]
    readonly open?: readonly string[]
    /** Empty or absent: as the profile says. */
    readonly hours?: readonly (readonly [string, string])[]
  }
  readonly limits?: {
    readonly byItem?: Readonly<Record<string, { readonly statutory?: Limit; readonly promised?: Limit }>>
  }
}

/**
 * The profile that is in force for a source: days off and limits that the platform sets come before those of the profile, and a
 * canonical activity that no list of the profile names means itself.
 *
 * Keep what is returned: calendars and plans are remembered by it.
 *
 * @param profile of the source
 * @param settings of the platform; limits by item do not stand over a due instant or a length that the source itself gives
 * @example
 * const profile = Profile.parse({ columns: { case: 'c', activity: 'a', time: 't' }, activities: { close: ['办结'] } })
 * profileInForce(profile).activities.close // → ['办结', 'close']
 */
export function profileInForce(profile: Profile, settings: ProfileSettings = {}): Profile {
  const { calendar, limits } = settings
  const hours = calendar?.hours?.length ? calendar.hours.map(([from, to]): [string, string] => [from, to]) : undefined
  return {
    ...profile,
    activities: withCanonicalNames(profile),
    calendar: {
      ...profile.calendar,
      ...(hours && { hours }),
      closed: [...profile.calendar.closed, ...(calendar?.closed ?? [])],
      open: [...profile.calendar.open, ...(calendar?.open ?? [])],
    },
    clock: {
      ...profile.clock,
      ...limitsInForce(profile, limits?.byItem ?? {}, 'statutory'),
      ...limitsInForce(profile, limits?.byItem ?? {}, 'promised'),
    },
  }
}

/** The calendar of a profile, made once. */
export function calendarOf(profile: Profile): WorkCalendar {
  let calendar = calendars.get(profile)
  if (!calendar) {
    calendar = createCalendar({ timeZone: profile.timeZone, ...profile.calendar })
    calendars.set(profile, calendar)
  }
  return calendar
}

const calendars = new WeakMap<Profile, WorkCalendar>()

function withCanonicalNames({ activities }: Profile): Profile['activities'] {
  const named = new Set(Object.values(activities).flat())
  const extended: Partial<Record<CanonicalActivity, string[]>> = {}
  for (const step of canonicalActivities) {
    const names = activities[step] ?? []
    extended[step] = named.has(step) ? names : [...names, step]
  }
  return extended
}

function limitsInForce(
  { clock }: Profile,
  byItem: NonNullable<NonNullable<ProfileSettings['limits']>['byItem']>,
  kind: 'statutory' | 'promised',
): { [kind in 'statutory' | 'promised']?: LimitSource } {
  const own = clock[kind]
  const set = Object.entries(byItem).flatMap(([item, limits]) => (limits[kind] ? [[item, limits[kind]] as const] : []))
  if (set.length === 0 || (own && ('due' in own || 'unit' in own))) return {}
  return { [kind]: { ...own, byItem: { ...own?.byItem, ...Object.fromEntries(set) } } }
}
