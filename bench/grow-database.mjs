// Makes a database of any size from events that the platform itself has taken in: whole divisions are copied under new codes, with their
// events and everything that follows from them. No figure depends on the code of its division, so that `verify indicators` holds on
// the copies too (what identifies people is left out: it is sealed to its division); what it costs to read them is what it would cost had they come one by one.

const tables = [
  'division_sequence',
  'event',
  'event_key',
  'service_case',
  'indicator_cell',
  'indicator_day',
  'indicator_bucket',
  'indicator_day_bucket',
  'day_snapshot',
  'restatement',
]

/**
 * Adds a city with a copy of each division, for each number.
 *
 * @param db with the owner's rights
 * @param numbers of the cities, such as 1 … 39
 */
export async function addCities(db, { divisions, numbers, onCity = () => undefined }) {
  const columns = new Map()
  for (const table of tables) columns.set(table, await columnsOf(db, table))
  for (const number of numbers) {
    const city = `44c${number}`
    await db.administer(async (tx) => {
      await tx.script('set local statement_timeout = 0')
      await tx.query(`insert into division (code, parent, path, name, level) values ($1, '44', $2, $1, 2)`, [
        city,
        `44/${city}/`,
      ])
      for (const code of divisions)
        await tx.query('insert into division (code, parent, path, name, level) values ($1, $2, $3, $1, 3)', [
          `${code}-${number}`,
          city,
          `44/${city}/${code}-${number}/`,
        ])
      const list = divisions.map((code) => `'${code}'`).join(', ')
      for (const [table, names] of columns)
        await tx.script(
          `insert into ${table} (division, ${names}) select division || '-${number}', ${names} from ${table} where division in (${list})`,
        )
    })
    onCity(number)
  }
}

async function columnsOf(db, table) {
  const rows = await db.query(
    `select quote_ident(attname) as name
     from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> 'division'
     order by attnum`,
    [table],
  )
  return rows.map(({ name }) => name).join(', ')
}

/** Somebody who may see every case. */
export async function addSupervisor(db, { login, password }) {
  const { hashPassword } = await import('../apps/server/dist/identity/passwords.js')
  await db.query(
    `with made as (
       insert into account (id, login, name, signs_in_with, password_hash, created_at, created_by)
       values (gen_random_uuid(), $1, $1, 'password', $2, now(), 'bench')
       returning id, duty
     )
     insert into account_grant (id, account_id, role, duty, granted_at, granted_by)
     select gen_random_uuid(), id, 'supervisor', duty, now(), 'bench' from made`,
    [login, await hashPassword(password)],
  )
}
