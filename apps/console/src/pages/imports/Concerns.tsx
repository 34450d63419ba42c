import type { ImportConcern } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'

/** What stands in the way of storing, and what is worth knowing before. */
export function Concerns({ concerns }: { readonly concerns: readonly ImportConcern[] }): ReactNode {
  const { t, list } = useText()
  if (concerns.length === 0) return <Status kind="good">{t('admin.imports.plan.noConcerns')}</Status>
  const ordered = concerns.toSorted((a, b) => Number(b.blocking) - Number(a.blocking))
  return (
    <ul className="concern-list" aria-label={t('admin.imports.plan.concerns')}>
      {ordered.map(({ kind, blocking, count, values, examples }) => (
        <li key={kind} className={blocking ? 'notice notice-bad' : 'notice notice-warn'}>
          <strong>{t(blocking ? 'admin.imports.plan.mustMend' : 'admin.imports.plan.worthKnowing')}</strong>{' '}
          {t(`imports.concerns.${kind}`, { count: count ?? 0, examples: list(examples.slice(0, 5)), ...values })}
        </li>
      ))}
    </ul>
  )
}
