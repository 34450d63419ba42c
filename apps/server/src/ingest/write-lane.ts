/** Part of a task that one group takes: items `from` to `to − 1`. */
export interface Slice<Item> {
  readonly task: LaneTask<Item>
  readonly from: number
  readonly to: number
}

/** What one caller hands to a lane, in its order. */
export interface LaneTask<Item> {
  /** Groups take turns between owners. */
  readonly owner: string
  readonly items: readonly Item[]
}

export interface LaneOptions {
  /** Items in one group, at most. */
  readonly groupSize: number
  /** Items that one owner may put into a group before the next owner has its turn. */
  readonly turnSize: number
}

/** Writes what several callers hand in together, one group after the other. */
export interface WriteLane<Item> {
  /** Resolves when all items are written; rejects with the error of the first group that failed, and drops the rest. */
  add(task: LaneTask<Item>): Promise<void>
  /** Items that wait or are being written. */
  size(): number
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>
}

/**
 * Makes a lane. While a group is written, what arrives waits and goes into the next one together: many small callers share one
 * transaction, and none of them waits for a timer.
 *
 * @param write writes a group all or not at all
 * @param mayBeSplit whether a group that failed with this error is to be tried again slice by slice, so that one caller's data cannot
 * spoil the others'
 */
export function createWriteLane<Item>(
  write: (slices: readonly Slice<Item>[]) => Promise<void>,
  mayBeSplit: (error: unknown) => boolean,
  { groupSize, turnSize }: LaneOptions,
): WriteLane<Item> {
  const owners = new Map<string, Pending<Item>[]>()
  let size = 0
  let draining: Promise<void> | undefined

  return {
    add: (task) => {
      if (task.items.length === 0) return Promise.resolve()
      size += task.items.length
      const done = enqueue(owners, task)
      // What arrives in the same turn of the event loop goes into the first group already.
      draining ??= new Promise<void>((begin) => setImmediate(begin)).then(drain)
      return done
    },
    size: () => size,
    idle: () => draining ?? Promise.resolve(),
  }

  async function drain(): Promise<void> {
    while (owners.size > 0) {
      const group = takeGroup(owners, { groupSize, turnSize })
      await writeGroup(group)
      size -= group.reduce((sum, { slice }) => sum + slice.to - slice.from, 0)
    }
    draining = undefined
  }

  async function writeGroup(group: readonly Taken<Item>[]): Promise<void> {
    try {
      await write(group.map(({ slice }) => slice))
      for (const taken of group) succeed(taken)
    } catch (error) {
      if (group.length === 1 || !mayBeSplit(error)) for (const taken of group) fail(taken, error)
      else for (const taken of group) await writeGroup([taken])
    }
  }

  function fail({ pending }: Taken<Item>, error: unknown): void {
    const queue = owners.get(pending.task.owner)
    const at = queue?.indexOf(pending) ?? -1
    if (at >= 0) {
      size -= pending.task.items.length - pending.next
      queue!.splice(at, 1)
      if (queue!.length === 0) owners.delete(pending.task.owner)
    }
    pending.reject(error)
  }
}

interface Pending<Item> {
  readonly task: LaneTask<Item>
  next: number
  written: number
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

interface Taken<Item> {
  readonly pending: Pending<Item>
  readonly slice: Slice<Item>
}

function enqueue<Item>(owners: Map<string, Pending<Item>[]>, task: LaneTask<Item>): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const pending = { task, next: 0, written: 0, resolve, reject }
    const queue = owners.get(task.owner)
    if (queue) queue.push(pending)
    else owners.set(task.owner, [pending])
  })
}

function succeed<Item>({ pending, slice }: Taken<Item>): void {
  pending.written += slice.to - slice.from
  if (pending.written === pending.task.items.length) pending.resolve()
}

/** Owners take turns; the order of each owner's items is kept. */
function takeGroup<Item>(owners: Map<string, Pending<Item>[]>, { groupSize, turnSize }: LaneOptions): Taken<Item>[] {
  const group: Taken<Item>[] = []
  let room = groupSize
  while (room > 0 && owners.size > 0) {
    const [owner, queue] = owners.entries().next().value!
    let turn = Math.min(room, turnSize)
    while (turn > 0 && queue.length > 0) {
      const pending = queue[0]!
      const from = pending.next
      const to = Math.min(from + turn, pending.task.items.length)
      pending.next = to
      turn -= to - from
      room -= to - from
      append(group, { pending, slice: { task: pending.task, from, to } })
      if (to === pending.task.items.length) queue.shift()
    }
    // To the end of the row of owners.
    owners.delete(owner)
    if (queue.length > 0) owners.set(owner, queue)
  }
  return group
}

/** Two turns of one task in one group are one slice. */
function append<Item>(group: Taken<Item>[], taken: Taken<Item>): void {
  const at = group.findIndex(({ pending }) => pending === taken.pending)
  const known = group[at]
  if (known) group[at] = { pending: known.pending, slice: { ...known.slice, to: taken.slice.to } }
  else group.push(taken)
}
