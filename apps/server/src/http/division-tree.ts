import type { Platform } from '../platform.ts'

export interface Division {
  readonly code: string
  readonly parent?: string
  readonly name: string
}

/** The divisions as they were last read. */
export interface DivisionTree {
  find(code: string): Division | undefined
  /** The codes of a division and of all below it; empty where there is no such division. */
  subtree(code: string): readonly string[]
  codes(): readonly string[]
}

/** Builds the tree in memory: some thousand divisions at most. */
export function buildDivisionTree(divisions: readonly Division[]): DivisionTree {
  const byCode = new Map(divisions.map((division) => [division.code, division]))
  const children = new Map<string, string[]>()
  for (const { code, parent } of divisions) {
    if (parent === undefined) continue
    const siblings = children.get(parent)
    if (siblings) siblings.push(code)
    else children.set(parent, [code])
  }
  const subtrees = new Map<string, readonly string[]>()
  const subtree = (code: string): readonly string[] => {
    let found = subtrees.get(code)
    if (!found) {
      found = byCode.has(code) ? collect(code, children) : []
      subtrees.set(code, found)
    }
    return found
  }
  const codes = [...byCode.keys()].sort()
  return { find: (code) => byCode.get(code), subtree, codes: () => codes }
}

function collect(top: string, children: ReadonlyMap<string, readonly string[]>): string[] {
  const found = [top]
  for (let at = 0; at < found.length; at += 1) found.push(...(children.get(found[at]) ?? []))
  return found.sort()
}

/** Divisions are read again after this time, so that other processes' changes arrive. */
const freshMs = 30_000

/** The tree of the database, kept in memory; read again when a change of divisions is told, and now and then. */
export interface DivisionReader {
  current(): Promise<DivisionTree>
  reload(): Promise<DivisionTree>
}

const readers = new WeakMap<Platform, DivisionReader>()

export function divisionReader(platform: Platform): DivisionReader {
  let reader = readers.get(platform)
  if (!reader) {
    reader = createReader(platform)
    readers.set(platform, reader)
  }
  return reader
}

function createReader(platform: Platform): DivisionReader {
  let tree: Promise<DivisionTree> | undefined
  let readAt = 0
  const reload = (): Promise<DivisionTree> => {
    readAt = performance.now()
    const reading = readDivisions(platform).then(buildDivisionTree)
    // A failed reading is not kept.
    reading.catch(() => {
      if (tree === reading) tree = undefined
    })
    tree = reading
    return reading
  }
  platform.bus.listen((change) => {
    if (change.kind === 'setting' && change.name.startsWith('division')) tree = undefined
  })
  return {
    reload,
    current: () => (tree && performance.now() - readAt < freshMs ? tree : reload()),
  }
}

async function readDivisions({ db }: Platform): Promise<Division[]> {
  const rows = await db.query<{ code: string; parent: string | null; name: string }>(
    `select code, parent, name
       from division
      order by code`,
  )
  return rows.map(({ code, parent, name }) => ({ code, name, ...(parent !== null && { parent }) }))
}
