import type { Grant } from '@zhengfeng/contract'
import { useDivisions } from '../../shell/divisions.ts'
import { useText } from '../../text/TextProvider.tsx'

/** Writes a grant: role, where, and in which department. */
export function useGrantText(): (grant: Grant) => string {
  const { t } = useText()
  const { nameOf } = useDivisions()
  return ({ role, division, department }) =>
    [t(`console.roles.${role}`), division ? nameOf(division) : t('console.account.everywhere'), department]
      .filter(Boolean)
      .join(' · ')
}
