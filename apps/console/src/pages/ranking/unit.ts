import { useDivisions } from '../../shell/divisions.ts'
import { useSliceLink } from '../../shell/slice.ts'
import { useText } from '../../text/TextProvider.tsx'

/** What can be ranked: a division, a department of one, or an item. */
interface Unit {
  readonly division?: string | undefined
  readonly department?: string | undefined
  readonly item?: string | undefined
}

export function unitKey(unit: Unit): string {
  return [unit.division, unit.department, unit.item].join('\n')
}

/** How a unit is called. */
export function useUnitName(): (unit: Unit) => string {
  const { nameOf } = useDivisions()
  const { t } = useText()
  return ({ division, department, item }) => {
    if (item !== undefined) return item || t('analysis.notTold')
    const office = division === undefined ? '' : nameOf(division)
    if (department === undefined) return office
    return [office, department || t('analysis.notTold')].filter(Boolean).join(' · ')
  }
}

/** Leads to the indicator of a unit, by what makes it up. */
export function useUnitLink(indicator: string): (unit: Unit) => string {
  const link = useSliceLink()
  return ({ division, department, item }) =>
    link('/indicators', {
      indicator,
      by: item === undefined ? 'item' : 'department',
      ...(division && { division }),
      ...(department && { department }),
      ...(item && { item }),
    })
}
