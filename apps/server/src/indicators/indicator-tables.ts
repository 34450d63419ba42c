import type { Figure, IndexAnswer, Overview, Ranking, Values } from '@zhengfeng/contract'
import type { Language, Translator } from '@zhengfeng/locales'
import type { Indicator } from '@zhengfeng/monitor'
import { textsIn } from '../http/language.ts'
import type { DivisionTree } from '../settings/division-tree.ts'
import { platformTimeZone } from '../slices/days.ts'
import type { Cell, Table, TableColumn } from '../tables/table.ts'
import { knownIndicator, namedIndicators } from './describe-indicator.ts'

export interface TableOptions {
  readonly tree: DivisionTree
  readonly language: Language
}

type Texts = Translator['t']

/** Figures, one a line, with what they were grouped by. */
export function valuesTable({ by, rows }: Values, { tree, language }: TableOptions): Table {
  const { t } = textsIn(language)
  const groups = by.map((group): TableColumn => ({ title: t(`tables.columns.${group}`), kind: 'text' }))
  return {
    name: 'indicators',
    timeZone: platformTimeZone,
    columns: [
      ...groups,
      ...(by.includes('division') ? [text(t, 'divisionName')] : []),
      text(t, 'indicator'),
      ...figureColumns(t),
    ],
    rows: rows.flatMap(({ keys, figures }) => {
      const place = by.indexOf('division')
      const names = place < 0 ? [] : [tree.find(keys[place]!)?.name ?? '']
      return figures.map((figure) => [
        ...keys,
        ...names,
        indicatorName(figure.indicator, language),
        ...figureCells(figure, t),
      ])
    }),
  }
}

/** The divisions strip of an overview. */
export function overviewTable({ children }: Overview, { tree, language }: TableOptions): Table {
  const { t } = textsIn(language)
  const ids = children[0]?.figures.map(({ indicator }) => indicator) ?? []
  return {
    name: 'overview',
    timeZone: platformTimeZone,
    columns: [
      ...['division', 'divisionName', 'department'].map((name) => text(t, name)),
      ...['open', 'overdueOpen'].map((name) => number(t, name)),
      ...ids.map((id): TableColumn => ({ title: unitTitle(id, language), kind: 'number' })),
    ],
    rows: children.map(({ division, department, open, overdueOpen, figures }) => [
      division,
      tree.find(division)?.name,
      department,
      open,
      overdueOpen,
      ...figures.map((figure) => inUnit(figure.indicator, figure.value)),
    ]),
  }
}

/** A ranking. */
export function rankingTable(ranking: Ranking, { tree, language }: TableOptions): Table {
  const { t } = textsIn(language)
  const written = (value: number | undefined): Cell => inUnit(ranking.indicator, value)
  return {
    name: 'ranking',
    timeZone: platformTimeZone,
    columns: [
      ...['rank', 'bestRank', 'worstRank'].map((name) => number(t, name)),
      ...['division', 'divisionName', 'department', 'item', 'indicator', 'unit'].map((name) => text(t, name)),
      ...['sample', 'observed', 'expected', 'adjusted', 'low', 'high'].map((name) => number(t, name)),
      text(t, 'state'),
    ],
    rows: ranking.units.map((unit) => [
      unit.rank,
      unit.rankRange?.[0],
      unit.rankRange?.[1],
      unit.division,
      unit.division === undefined ? '' : tree.find(unit.division)?.name,
      unit.department,
      unit.item,
      indicatorName(ranking.indicator, language),
      t(`tables.units.${knownIndicator(ranking.indicator).unit}`),
      unit.sample,
      written(unit.observed),
      written(unit.expected),
      written(unit.adjusted),
      written(unit.interval?.[0]),
      written(unit.interval?.[1]),
      t(`tables.rankingStates.${unit.state}`),
    ]),
  }
}

/** The index: one line for each unit and dimension, with the parts beside each other. */
export function indexTable({ units }: IndexAnswer, { tree, language }: TableOptions): Table {
  const { t } = textsIn(language)
  return {
    name: 'index',
    timeZone: platformTimeZone,
    columns: [
      ...['division', 'divisionName'].map((name) => text(t, name)),
      number(t, 'index'),
      text(t, 'dimension'),
      ...['weight', 'score'].map((name) => number(t, name)),
      text(t, 'indicator'),
      text(t, 'unit'),
      ...['partWeight', 'value', 'partScore', 'sample'].map((name) => number(t, name)),
      text(t, 'state'),
    ],
    rows: units.flatMap(({ division, value, dimensions }) =>
      dimensions.flatMap(({ dimension, weight, score, parts }) =>
        parts.map((part) => [
          division,
          tree.find(division)?.name,
          value,
          t(`indicators.dimensions.${dimension}`),
          weight,
          score,
          indicatorName(part.indicator, language),
          t(`tables.units.${knownIndicator(part.indicator).unit}`),
          part.weight,
          inUnit(part.indicator, part.value),
          part.score,
          part.sample,
          t(`tables.figureStates.${part.state}`),
        ]),
      ),
    ),
  }
}

function figureColumns(t: Texts): TableColumn[] {
  return [
    text(t, 'unit'),
    ...['value', 'numerator', 'denominator', 'sample', 'low', 'high', 'previous'].map((name) => number(t, name)),
    text(t, 'state'),
  ]
}

function figureCells(figure: Figure, t: Texts): Cell[] {
  const { indicator: id, value, numerator, denominator, sample, interval, previous, state } = figure
  const { unit } = knownIndicator(id)
  return [
    t(`tables.units.${unit}`),
    inUnit(id, value),
    numerator,
    denominator,
    sample,
    inUnit(id, interval?.[0]),
    inUnit(id, interval?.[1]),
    inUnit(id, previous),
    t(`tables.figureStates.${state}`),
  ]
}

/** Durations are written in hours. */
function inUnit(id: string, value: number | undefined): Cell {
  if (value === undefined) return undefined
  return knownIndicator(id).unit === 'ms' ? Math.round(value / 36) / 100_000 : value
}

function unitTitle(id: string, language: Language): string {
  const { t } = textsIn(language)
  const indicator: Indicator = knownIndicator(id)
  return `${indicatorName(id, language)} (${t(`tables.units.${indicator.unit}`)})`
}

/** Findings of one kind are named by their detector. */
export function indicatorName(id: string, language: Language): string {
  const { t } = textsIn(language)
  const detector = namedIndicators.find(({ indicator }) => indicator.id === id)?.detector
  if (detector === undefined) return t(`indicators.${id}.name`)
  return `${t('indicators.findingsPerThousand.name')}: ${t(`detectors.names.${detector}`)}`
}

function text(t: Texts, name: string): TableColumn {
  return { title: t(`tables.columns.${name}`), kind: 'text' }
}

function number(t: Texts, name: string): TableColumn {
  return { title: t(`tables.columns.${name}`), kind: 'number' }
}
