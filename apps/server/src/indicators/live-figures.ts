import type { Platform } from '../platform.ts'
import { DayStore, type DivisionDay } from './day-store.ts'
import { type StandingCounts, standingCounts } from './standing-counts.ts'

/** How long what was read may be shown although something changed since. */
const oldestMs = 2_000
/** Counts change by time alone, when cases fall due. */
const countsMs = 5_000
/** A reading may take no more than a fifth of the time. */
const restPerWork = 4
/** More changed days than this are read faster all at once. */
const mostDays = 5_000
const mostWindows = 6

/** The state that overviews are computed from. `version` is another one whenever something in it changed. */
export interface LiveState {
  readonly version: number
  readonly days: DayStore
  readonly counts: ReadonlyMap<string, StandingCounts>
}

type Changes = 'all' | Map<string, DivisionDay>

interface Window {
  readonly store: DayStore
  changes: Changes
  /** Of the last reading. */
  readAt: number
  costMs: number
  version: number
  reading: Promise<void> | undefined
}

/**
 * Keeps the figures by division and day, and what stands open, in memory for all overviews of this process. They are read again only when the
 * bus told a change (or another process wrote), only when somebody looks, by one reading at a time, and at most once a second; who looks
 * meanwhile sees what was read last, never older than two seconds unless the database itself takes longer.
 */
export class LiveFigures {
  readonly #platform: Pick<Platform, 'db' | 'now' | 'bus'>
  readonly #windows = new Map<string, Window>()
  #counts: ReadonlyMap<string, StandingCounts> = new Map()
  #countsAt = Number.NEGATIVE_INFINITY
  #countsOf = Number.NaN
  #countsStale = true
  #countsVersion = 0
  #countsReading: Promise<void> | undefined
  #position = Number.NaN
  /** Events that the bus told since `#position` was read, and those of which it is not known who wrote them. */
  #told = 0
  #unexplained = 0

  constructor(platform: Pick<Platform, 'db' | 'now' | 'bus'>) {
    this.#platform = platform
    platform.bus.listen((change) => {
      if (change.kind === 'job') return
      this.#countsStale = true
      if (change.kind !== 'events') return
      this.#told += change.count
      this.#mark(change.days ?? 'all')
    })
  }

  /** The state with the figures of these days. */
  async state(from: string, to: string): Promise<LiveState> {
    const window = this.#window(from, to)
    await Promise.all([this.#freshDays(window), this.#freshCounts()])
    return { version: window.version + this.#countsVersion, days: window.store, counts: this.#counts }
  }

  #window(from: string, to: string): Window {
    const key = `${from} ${to}`
    let window = this.#windows.get(key)
    if (window) this.#windows.delete(key)
    else {
      const never = Number.NEGATIVE_INFINITY
      window = {
        store: new DayStore(from, to),
        changes: 'all',
        readAt: never,
        costMs: 0,
        version: 0,
        reading: undefined,
      }
    }
    this.#windows.set(key, window)
    if (this.#windows.size > mostWindows) this.#windows.delete(this.#windows.keys().next().value!)
    return window
  }

  #mark(days: 'all' | readonly DivisionDay[]): void {
    for (const window of this.#windows.values()) {
      if (days === 'all') window.changes = 'all'
      if (days === 'all' || window.changes === 'all') continue
      for (const changed of days) window.changes.set(`${changed.day} ${changed.division}`, changed)
      if (window.changes.size > mostDays) window.changes = 'all'
    }
  }

  async #freshDays(window: Window): Promise<void> {
    const age = performance.now() - window.readAt
    const due =
      (window.changes === 'all' || window.changes.size > 0) && age >= Math.max(1_000, restPerWork * window.costMs)
    if (due && !window.reading) {
      window.reading = this.#readDays(window).finally(() => {
        window.reading = undefined
      })
      window.reading.catch(() => {})
    }
    if (window.reading && (window.version === 0 || age > oldestMs + window.costMs)) await window.reading
  }

  async #readDays(window: Window): Promise<void> {
    const { changes } = window
    const began = performance.now()
    window.changes = new Map()
    try {
      if (changes === 'all') await window.store.load(this.#platform.db)
      else await window.store.reload(this.#platform.db, [...changes.values()])
    } catch (error) {
      window.changes = 'all'
      throw error
    }
    window.version += 1
    window.readAt = performance.now()
    window.costMs = window.readAt - began
  }

  async #freshCounts(): Promise<void> {
    const age = performance.now() - this.#countsAt
    // The clock of the sandbox may run fast.
    const passed = Math.abs(this.#platform.now() - this.#countsOf)
    if (age >= 1_000 && !this.#countsReading) {
      this.#countsReading = this.#readCounts(this.#countsStale || !(passed < countsMs)).finally(() => {
        this.#countsReading = undefined
      })
      this.#countsReading.catch(() => {})
    }
    if (this.#countsReading && (this.#countsVersion === 0 || age > oldestMs)) await this.#countsReading
  }

  async #readCounts(stale: boolean): Promise<void> {
    const { db } = this.#platform
    const moved = await this.#wasWritten()
    // Not every event changes a figure, but each is shown among the latest.
    if (moved) this.#countsVersion += 1
    if (stale || moved) {
      this.#countsStale = false
      const now = this.#platform.now()
      try {
        const counts = await standingCounts(db, now)
        if (!sameCounts(counts, this.#counts) || this.#countsVersion === 0) this.#countsVersion += 1
        this.#counts = counts
        this.#countsOf = now
      } catch (error) {
        this.#countsStale = true
        throw error
      }
    }
    this.#countsAt = performance.now()
  }

  /**
   * Whether events were written since. Those of other processes are in no bus: where the numbers of all divisions rose by more than this bus
   * told, twice the same (so that it is no transaction between its commit and its being told), any day may have changed.
   */
  async #wasWritten(): Promise<boolean> {
    const [row] = await this.#platform.db.query<{ position: number }>(
      `select coalesce(sum(last_seq), 0) as position from division_sequence`,
    )
    const moved = row!.position !== this.#position
    const unexplained = Number.isNaN(this.#position)
      ? 0
      : this.#unexplained + row!.position - this.#position - this.#told
    if (unexplained > 0 && unexplained === this.#unexplained) {
      this.#mark('all')
      this.#unexplained = 0
    } else this.#unexplained = unexplained
    this.#position = row!.position
    this.#told = 0
    return moved
  }
}

function sameCounts(one: ReadonlyMap<string, StandingCounts>, other: ReadonlyMap<string, StandingCounts>): boolean {
  if (one.size !== other.size) return false
  for (const [division, counts] of one) {
    const before = other.get(division)
    if (!before || JSON.stringify(before) !== JSON.stringify(counts)) return false
  }
  return true
}
