import type { OwnedDatabase, OwnerTransaction } from './pooled-database.ts'

/**
 * Makes the monthly partitions of `event` for the month of `now` and the two after it, and from `from` on where events of earlier
 * months are to be loaded. Months are those of `recorded_at`, in UTC.
 *
 * Rows that had to go to the default partition meanwhile are moved.
 *
 * @param now UTC milliseconds
 * @returns the names of the partitions made now
 */
export async function ensurePartitions(
  db: OwnedDatabase,
  now: number,
  { from = now }: { readonly from?: number } = {},
): Promise<readonly string[]> {
  const made: string[] = []
  for (const month of monthsBetween(from, now)) {
    if (await db.administer((tx) => ensurePartition(tx, month))) made.push(month.table)
  }
  return made
}

interface Month {
  readonly table: string
  /** The first of the month and of the next, `YYYY-MM-01`. */
  readonly from: string
  readonly to: string
}

function monthsBetween(from: number, now: number): Month[] {
  const first = monthNumber(Math.min(from, now))
  const last = monthNumber(now) + 2
  return Array.from({ length: last - first + 1 }, (_, index) => monthOf(first + index))
}

function monthNumber(instant: number): number {
  const date = new Date(instant)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

function monthOf(number: number): Month {
  const from = firstDay(number)
  return { table: `event_${from.slice(0, 4)}_${from.slice(5, 7)}`, from, to: firstDay(number + 1) }
}

function firstDay(number: number): string {
  return new Date(Date.UTC(Math.floor(number / 12), number % 12)).toISOString().slice(0, 10)
}

async function ensurePartition(tx: OwnerTransaction, { table, from, to }: Month): Promise<boolean> {
  await tx.query('select pg_advisory_xact_lock(7263470002)')
  const [there] = await tx.query<{ is: boolean }>('select to_regclass($1) is not null as is', [table])
  if (there!.is) return false
  const range = `recorded_at >= '${from} 00:00:00+00' and recorded_at < '${to} 00:00:00+00'`
  const [strayed] = await tx.query<{ is: boolean }>(`select exists (select from event_default where ${range}) as is`)
  const bounds = `for values from ('${from} 00:00:00+00') to ('${to} 00:00:00+00')`
  if (!strayed!.is) {
    await tx.script(`create table ${table} partition of event ${bounds}`)
    return true
  }
  await tx.script(`
    set local statement_timeout = 0;
    create temporary table strayed_event on commit drop as select * from event_default where ${range};
    delete from event_default where ${range};
    create table ${table} partition of event ${bounds};
    insert into event select * from strayed_event;
    drop table strayed_event`)
  return true
}
