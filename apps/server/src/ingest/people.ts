import type { Keys } from '../keys.ts'
import type { Database, Queryable } from '../storage/database.ts'
import type { PersonFields, PersonToKeep } from './seal-people.ts'

/**
 * Writes people down, sealed. What is known of a person already is kept and added to; whoever was erased and is told of anew is
 * known again.
 */
export async function keepPeople(
  db: Queryable,
  people: readonly PersonToKeep[],
  { keys, at }: { readonly keys: Keys; readonly at: number },
): Promise<void> {
  const told = mergedPeople(people)
  if (told.length === 0) return
  const known = await readPeople(db, told)
  const changed = told.flatMap((person) => {
    const before = known.get(placeOf(person))
    const after = { ...before, ...person.fields }
    return before && isSame(before, after) ? [] : [{ ...person, fields: after }]
  })
  if (changed.length === 0) return
  await db.query(
    `insert into person_data (division, digest, sealed, key_id, created_at)
     select division, digest, sealed, $4, $5
     from unnest($1::text[], $2::text[], $3::bytea[]) as told (division, digest, sealed)
     on conflict (division, digest) do update
     set sealed = excluded.sealed, key_id = excluded.key_id, erased_at = null`,
    [
      changed.map(({ division }) => division),
      changed.map(({ digest }) => digest),
      changed.map((person) => sealPerson(keys, person)),
      keys.id,
      new Date(at),
    ],
  )

  async function readPeople(from: Queryable, wanted: readonly PersonToKeep[]): Promise<Map<string, PersonFields>> {
    const rows = await from.query<PersonRow>(
      `select person_data.division, person_data.digest, sealed
       from unnest($1::text[], $2::text[]) as wanted (division, digest)
       join person_data
         on person_data.division = wanted.division
        and person_data.digest = wanted.digest
       where sealed is not null`,
      [wanted.map(({ division }) => division), wanted.map(({ digest }) => digest)],
    )
    return new Map(rows.map((row) => [placeOf(row), openPerson(keys, row)!]))
  }
}

/** A row of `person_data`. */
export interface PersonRow {
  readonly division: string
  readonly digest: string
  readonly sealed: Uint8Array | null
}

/**
 * What is known of a person; undefined where it was erased.
 *
 * @throws Error where the row was altered or another key sealed it
 */
export function openPerson(keys: Keys, row: PersonRow): PersonFields | undefined {
  if (row.sealed === null) return undefined
  return JSON.parse(Buffer.from(keys.open(row.sealed, contextOf(row))).toString()) as PersonFields
}

/**
 * Erases what is known of a person in a division; events keep a digest that leads nowhere any more.
 *
 * @returns whether anything was there to be erased
 */
export async function erasePerson(
  db: Database,
  { division, digest, at }: { readonly division: string; readonly digest: string; readonly at: number },
): Promise<boolean> {
  const erased = await db.query(
    `update person_data
     set sealed = null, erased_at = $3
     where division = $1
       and digest = $2
       and sealed is not null
     returning digest`,
    [division, digest, new Date(at)],
  )
  return erased.length > 0
}

/** Seals what is known of a person for its row of `person_data`. */
export function sealPerson(keys: Keys, person: PersonToKeep): Uint8Array {
  return keys.seal(Buffer.from(JSON.stringify(person.fields)), contextOf(person))
}

/** Binds what is sealed to its row, so that rows cannot be exchanged. */
function contextOf({ division, digest }: { readonly division: string; readonly digest: string }): string {
  return `person_data/${division}/${digest}`
}

function mergedPeople(people: readonly PersonToKeep[]): PersonToKeep[] {
  const merged = new Map<string, PersonToKeep>()
  for (const person of people) {
    const place = placeOf(person)
    const before = merged.get(place)
    merged.set(place, before ? { ...before, fields: { ...before.fields, ...person.fields } } : person)
  }
  return [...merged.values()]
}

function placeOf({ division, digest }: { readonly division: string; readonly digest: string }): string {
  return `${division} ${digest}`
}

function isSame(one: PersonFields, other: PersonFields): boolean {
  const names = Object.keys(other) as (keyof PersonFields)[]
  return names.length === Object.keys(one).length && names.every((name) => one[name] === other[name])
}
