import { type IndicatorDescription, indicatorsRoutes } from '@zhengfeng/contract'
import { useMemo } from 'react'
import { useAnswer } from '../api/queries.ts'
import { useText } from '../text/TextProvider.tsx'

export interface Catalogue {
  readonly items: readonly IndicatorDescription[]
  readonly find: (id: string) => IndicatorDescription | undefined
}

/** The catalogue of indicators; `undefined` until it is there. */
export function useCatalogue(): Catalogue | undefined {
  const { data } = useAnswer(indicatorsRoutes.catalogue, {})
  return useMemo(() => {
    if (!data) return undefined
    const byId = new Map(data.items.map((item) => [item.id, item]))
    return { items: data.items, find: (id) => byId.get(id) }
  }, [data])
}

export type IndicatorText = 'name' | 'definition' | 'numerator' | 'denominator'

/** The texts of indicators: needs the locale files `indicators` and `detectors`. A text that there is none of is `undefined`, a name never. */
export function useIndicatorText(): {
  readonly nameOf: (id: string) => string
  readonly textOf: (id: string, part: IndicatorText) => string | undefined
} {
  const { t, has } = useText()
  const catalogue = useCatalogue()
  const textOf = (id: string, part: IndicatorText): string | undefined => {
    // Findings of one kind are described as findings of all kinds are; the name adds which.
    const described = catalogue?.find(id)?.detector === undefined ? id : 'findingsPerThousand'
    const key = `indicators.${described}.${part}`
    return has(key) ? t(key) : undefined
  }
  const nameOf = (id: string): string => {
    const detector = catalogue?.find(id)?.detector
    const name = textOf(id, 'name') ?? id
    return detector ? t('console.figure.ofKind', { name, kind: t(`detectors.names.${detector}`) }) : name
  }
  return { nameOf, textOf }
}
