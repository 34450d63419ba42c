import type { Overview, Permission, Slice } from '@zhengfeng/contract'
import type { Access, Scope } from '../http/access.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { cachedTree } from '../settings/cached-tree.ts'
import type { DivisionTree } from '../settings/division-tree.ts'
import { readSetting } from '../settings/read-setting.ts'
import { daysBetween } from '../slices/days.ts'
import { type DatedSlice, withDays } from '../slices/default-days.ts'
import { narrow, ofTree } from '../slices/narrow.ts'
import { FindingCounts } from './finding-counts.ts'
import { latestEvents } from './latest-events.ts'
import { LiveFigures, type LiveState } from './live-figures.ts'
import { daysBefore, type OverviewSums, overviewOf, stripUnits } from './overview.ts'
import { sumsFromDatabase } from './overview-from-database.ts'
import { type MemoryQuery, sumsFromMemory } from './overview-from-memory.ts'

export type OverviewQuery = Pick<Slice, 'division' | 'from' | 'to'>

/** Who looks at what: equal keys see the same overview. */
export interface Viewer {
  readonly key: string
  readonly query: OverviewQuery
  readonly scope: Scope
  /** Absent where cases may not be read. */
  readonly caseScope?: Scope
}

interface Kept {
  readonly at: number
  readonly costMs: number
  readonly overview: Overview
  /** Of the figures that it was made of; absent where it was made from the database. */
  readonly version: number | undefined
}

type Found = Pick<MemoryQuery, 'findings' | 'findingsBefore' | 'unexamined'>

interface Making {
  readonly slice: DatedSlice
  readonly tree: DivisionTree
  readonly state: LiveState | undefined
  readonly found: Found | undefined
  readonly now: number
}

interface Entry {
  kept: Kept | undefined
  making: Promise<Kept> | undefined
}

const mostKept = 500
/** Days × divisions that are held in memory; beyond it cells are added up by the database. */
const mostInMemory = 60_000
const freshMs = 500
const oldestMs = 1_500
const restPerWork = 4

/** Makes overviews, each at most once a second for all who see the same. */
export class Overviews {
  readonly #platform: Platform
  readonly #live: LiveFigures
  readonly #findings: FindingCounts
  readonly #entries = new Map<string, Entry>()

  constructor(platform: Platform) {
    this.#platform = platform
    this.#live = new LiveFigures(platform)
    this.#findings = new FindingCounts(platform)
  }

  /** @throws ProblemError `outOfScope` */
  async viewer(access: Access, query: OverviewQuery, permissions: readonly Permission[]): Promise<Viewer> {
    const tree = await cachedTree(this.#platform)
    const scope = narrow(query, { access, tree, permissions })
    const caseScope = access.can('case.read') ? caseScopeOf(access, query, tree) : undefined
    const key = JSON.stringify([query.division, query.from, query.to, scope, caseScope])
    return { key, query, scope, ...(caseScope && { caseScope }) }
  }

  /**
   * The overview of a viewer. Whoever asks while it is older than half a second gets it at once and sets off a new one; older than a second and
   * a half it is shown to nobody.
   */
  async overview(viewer: Viewer): Promise<Overview> {
    const entry = this.#entry(viewer)
    const { kept } = entry
    const age = kept ? performance.now() - kept.at : Number.POSITIVE_INFINITY
    const slow = kept ? restPerWork * kept.costMs : 0
    if (kept && age < Math.max(freshMs, slow)) return kept.overview
    const making = this.#refresh(viewer, entry)
    return kept && age < Math.max(oldestMs, slow) ? kept.overview : (await making).overview
  }

  /** The overview as it is now, made for those who wait for what changed. */
  async latest(viewer: Viewer): Promise<Overview> {
    const entry = this.#entry(viewer)
    const { kept } = entry
    if (kept && performance.now() - kept.at < Math.max(freshMs, restPerWork * kept.costMs)) return kept.overview
    return (await this.#refresh(viewer, entry)).overview
  }

  #entry({ key }: Viewer): Entry {
    let entry = this.#entries.get(key)
    if (entry) this.#entries.delete(key)
    else entry = { kept: undefined, making: undefined }
    this.#entries.set(key, entry)
    if (this.#entries.size > mostKept) this.#entries.delete(this.#entries.keys().next().value!)
    return entry
  }

  #refresh(viewer: Viewer, entry: Entry): Promise<Kept> {
    if (!entry.making) {
      entry.making = this.#make(viewer, entry.kept)
        .then((kept) => {
          entry.kept = kept
          return kept
        })
        .finally(() => {
          entry.making = undefined
        })
      // Who waits for it hears of a failure; whoever does not asks again.
      entry.making.catch(() => {})
    }
    return entry.making
  }

  async #make(viewer: Viewer, before: Kept | undefined): Promise<Kept> {
    const began = performance.now()
    const { db } = this.#platform
    const now = this.#platform.now()
    const tree = await cachedTree(this.#platform)
    const slice: DatedSlice = await withDays(db, viewer.query, { scope: viewer.scope, now })
    const state = this.#fits(viewer.scope, slice, tree)
      ? await this.#live.state(daysBefore(slice).from, slice.to)
      : undefined
    const found = state && (await this.#found(tree, slice))
    const version = state && state.version + this.#findings.version
    if (version !== undefined && before?.version === version && before.overview.slice.to === slice.to)
      return { ...before, at: performance.now() }
    const [sums, latest, { targets }, calendar] = await Promise.all([
      this.#sums(viewer, { slice, tree, state, found, now }),
      viewer.caseScope ? latestEvents(db, viewer.caseScope) : undefined,
      readSetting(db, 'indicators'),
      readSetting(db, 'calendar'),
    ])
    const overview = { ...overviewOf(sums, { slice, targets, now, calendar }), ...(latest && { latest }) }
    const at = performance.now()
    return { at, costMs: state ? 0 : at - began, overview, version }
  }

  async #found(tree: DivisionTree, slice: DatedSlice): Promise<Found> {
    const [findings, findingsBefore] = await Promise.all([
      this.#findings.of(tree, slice),
      this.#findings.of(tree, daysBefore(slice)),
    ])
    return { findings, findingsBefore, unexamined: this.#findings.unexamined }
  }

  /** Departments are in cells only, and so is a division without others below it: both are little to add up. */
  #fits(scope: Scope, slice: DatedSlice, tree: DivisionTree): boolean {
    if (scope.departments.length > 0 || !stripUnits(tree, scope, slice.division)) return false
    return tree.nodes.length * 2 * daysBetween(slice.from, slice.to) <= mostInMemory
  }

  async #sums({ scope }: Viewer, { slice, tree, state, now, found }: Making): Promise<OverviewSums> {
    const units = stripUnits(tree, scope, slice.division)
    if (!state || !found || !units) {
      const division =
        slice.division ?? scope.divisions[0] ?? scope.departments[0]?.division ?? tree.nodes[0]?.code ?? ''
      return await sumsFromDatabase(this.#platform.db, { scope: ofTree(scope, tree), slice, units, division, now })
    }
    const divisions = scope.everything ? tree.nodes.map(({ code }) => code) : scope.divisions
    const { days: store, counts } = state
    return sumsFromMemory({ store, counts, ...found, divisions, units, from: slice.from, to: slice.to })
  }
}

function caseScopeOf(access: Access, query: OverviewQuery, tree: DivisionTree): Scope | undefined {
  try {
    return narrow(query, { access, tree, permissions: ['case.read'] })
  } catch (error) {
    // Figures of the division may be seen, its cases not.
    if (error instanceof ProblemError) return undefined
    throw error
  }
}
