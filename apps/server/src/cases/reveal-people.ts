import type { casesRoutes, PersonalData } from '@zhengfeng/contract'
import type { z } from 'zod'
import { readPersonal } from '../audit/read-personal.ts'
import type { Call } from '../http/implement.ts'
import { openPerson } from '../ingest/people.ts'
import type { Platform } from '../platform.ts'
import { instant } from './case-row.ts'
import { digestsIn } from './person-digests.ts'
import { readStoredCase } from './read-stored-case.ts'
import { readEvents } from './timeline.ts'

interface PersonRow {
  readonly digest: string
  readonly sealed: Uint8Array | null
  readonly erased_at: number | null
}

/** Events in which people are looked for. */
const mostEvents = 100_000

/**
 * Reveals the people of a case. It is written down who saw whose data, and why, before anything is shown.
 *
 * @throws ProblemError `notFound`; StorageError where the reading could not be written down
 */
export async function revealPeople(
  platform: Platform,
  call: Call<typeof casesRoutes.personal>,
): Promise<z.infer<typeof PersonalData>> {
  const { params, access, body } = call
  const row = await readStoredCase(platform.db, params, access.scope('case.readPersonal'))
  const digests = digestsIn(row, await readEvents(platform.db, params, mostEvents))
  const people = await platform.db.query<PersonRow>(
    `select digest, sealed, erased_at
     from person_data
     where division = $1
       and digest = any($2::text[])
     order by digest`,
    [params.division, digests],
  )
  const items = people.map((person) => told(platform, params.division, person))
  const fields = [...new Set(items.flatMap(({ fields: known }) => Object.keys(known ?? {})))].sort()
  const read = {
    division: params.division,
    object: `cases/${params.division}/${params.caseNo}`,
    fields,
    reason: body.reason,
  }
  await readPersonal(platform, call, read)
  return { items }
}

type Item = z.infer<typeof PersonalData>['items'][number]

function told({ keys }: Platform, division: string, { digest, sealed, erased_at }: PersonRow): Item {
  const fields = openPerson(keys, { division, digest, sealed })
  if (fields) return { digest, fields: fields as NonNullable<Item['fields']> }
  return { digest, ...(erased_at !== null && { erasedAt: instant(erased_at) }) }
}
