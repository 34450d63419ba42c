import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { ArchiveError } from './archive-error.ts'
import { type ArchivedTable, ArchiveHeader, ArchiveHeading, ArchiveTotals, endOfRows } from './archive-format.ts'

export type ArchivePiece =
  | { readonly kind: 'header'; readonly header: ArchiveHeader }
  | { readonly kind: 'table'; readonly heading: ArchiveHeading }
  /** Whole lines, each with its end. */
  | { readonly kind: 'rows'; readonly lines: readonly string[] }
  | { readonly kind: 'end'; readonly table: ArchivedTable }
  | { readonly kind: 'totals'; readonly tables: readonly ArchivedTable[] }

/**
 * Reads an archive piece by piece, checking it as it goes: every table has the rows and the digest that the totals name.
 *
 * @throws ArchiveError `archiveUnknown`, `archiveDamaged` (before the piece `totals` is given out); the system's error where there is no such file
 */
export async function* readArchive(path: string): AsyncGenerator<ArchivePiece, void, undefined> {
  const state: State = { path, expects: 'header', tables: [] }
  for await (const lines of linesOf(path, state)) {
    let from = 0
    while (from < lines.length) {
      if (state.expects === 'rows') {
        const end = lines.indexOf(`${endOfRows}\n`, from)
        const rows = lines.slice(from, end === -1 ? undefined : end)
        if (rows.length > 0) yield countRows(state, rows)
        from += rows.length
        if (end !== -1) {
          from += 1
          yield endTable(state)
        }
      } else {
        yield readLine(state, lines[from]!)
        from += 1
      }
    }
  }
  if (state.expects !== 'nothing') throw damaged(state, 'its end')
}

interface State {
  readonly path: string
  expects: 'header' | 'tableOrTotals' | 'rows' | 'nothing'
  readonly tables: ArchivedTable[]
  table?: { readonly name: string; rows: number; readonly digest: Hash }
}

/** Whole lines as they come from the disk; a file that is cut off or altered fails while it is unpacked. */
async function* linesOf(path: string, state: State): AsyncGenerator<string[]> {
  const file = createReadStream(path, { highWaterMark: 1 << 18 })
  const unpacked = createGunzip({ chunkSize: 1 << 18 })
  file.on('error', (error) => unpacked.destroy(error))
  file.pipe(unpacked)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  try {
    for await (const chunk of unpacked) {
      const parts = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n')
      rest = parts.pop()!
      if (parts.length > 0) yield parts.map((part) => `${part}\n`)
    }
    if (rest !== '') throw damaged(state, 'its end')
  } catch (error) {
    throw readingError(error, state)
  } finally {
    file.destroy()
  }
}

function readingError(error: unknown, state: State): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (error instanceof ArchiveError || syscall !== undefined) return error
  if (code === 'Z_DATA_ERROR' && state.expects === 'header')
    return new ArchiveError('archiveUnknown', { path: state.path })
  return damaged(state, state.table?.name ?? 'its end', error)
}

function readLine(state: State, line: string): ArchivePiece {
  if (state.expects === 'header') {
    const header = ArchiveHeader.safeParse(jsonOf(line))
    if (!header.success) throw new ArchiveError('archiveUnknown', { path: state.path })
    state.expects = 'tableOrTotals'
    return { kind: 'header', header: header.data }
  }
  const value = jsonOf(line)
  const heading = ArchiveHeading.safeParse(value)
  if (state.expects === 'tableOrTotals' && heading.success) {
    state.expects = 'rows'
    state.table = { name: heading.data.table, rows: 0, digest: createHash('sha256') }
    return { kind: 'table', heading: heading.data }
  }
  const totals = ArchiveTotals.safeParse(value)
  if (state.expects !== 'tableOrTotals' || !totals.success) throw damaged(state, 'a heading')
  compare(state, totals.data.tables)
  state.expects = 'nothing'
  return { kind: 'totals', tables: totals.data.tables }
}

function countRows(state: State, lines: readonly string[]): ArchivePiece {
  state.table!.rows += lines.length
  state.table!.digest.update(lines.join(''))
  return { kind: 'rows', lines }
}

function endTable(state: State): ArchivePiece {
  const { name, rows, digest } = state.table!
  const table: ArchivedTable = { name, rows, sha256: digest.digest('hex') }
  state.tables.push(table)
  state.expects = 'tableOrTotals'
  return { kind: 'end', table }
}

function compare(state: State, told: readonly ArchivedTable[]): void {
  for (const [index, table] of state.tables.entries()) {
    const expected = told[index]
    if (expected?.name !== table.name || expected.rows !== table.rows || expected.sha256 !== table.sha256)
      throw damaged(state, table.name)
  }
  if (told.length !== state.tables.length) throw damaged(state, told[state.tables.length]!.name)
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function damaged({ path }: State, place: string, cause?: unknown): ArchiveError {
  return new ArchiveError('archiveDamaged', { path, place }, cause)
}
