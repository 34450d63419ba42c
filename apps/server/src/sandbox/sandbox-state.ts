import { SandboxSpeed } from '@zhengfeng/contract'
import { z } from 'zod'
import type { Queryable } from '../storage/database.ts'

/** What has to be known to go on with the province after a restart. */
export const SandboxState = z.object({
  seed: z.number().int(),
  loadedAt: z.number(),
  /** The time in the province up to which everything is stored. */
  position: z.number(),
  speed: SandboxSpeed,
})
export type SandboxState = z.infer<typeof SandboxState>

/** The setting in which it is kept. */
const name = 'sandbox'

/** Undefined where no province was loaded. */
export async function readSandboxState(db: Queryable): Promise<SandboxState | undefined> {
  const [row] = await db.query<{ value: unknown }>('select value from setting where name = $1', [name])
  return row && SandboxState.parse(row.value)
}

export async function writeSandboxState(db: Queryable, state: SandboxState): Promise<void> {
  await db.query(
    `insert into setting (name, value, changed_by)
    values ($1, $2, 'sandbox')
    on conflict (name) do update
    set value = excluded.value, changed_at = now()`,
    [name, state],
  )
}
