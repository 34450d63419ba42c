import type { ImportState } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useText } from '../../text/TextProvider.tsx'

const steps = ['upload', 'check', 'store', 'done'] as const

const stepOf: Readonly<Partial<Record<ImportState, number>>> = {
  previewing: 1,
  needsProfile: 1,
  unreadable: 1,
  ready: 1,
  running: 2,
  cancelling: 2,
  failing: 2,
  failed: 2,
  done: 3,
  undoing: 3,
}

/** Where on the way from file to figures an import is. */
export function Steps({ state }: { readonly state: ImportState }): ReactNode {
  const { t } = useText()
  const at = stepOf[state]
  if (at === undefined) return null
  return (
    <ol className="steps" aria-label={t('admin.imports.steps.name')}>
      {steps.map((step, index) => (
        <li
          key={step}
          className={index < at ? 'is-past' : undefined}
          {...(index === at && { 'aria-current': 'step' as const })}
        >
          <span aria-hidden="true">{index < at ? '✓' : index + 1}</span> {t(`admin.imports.steps.${step}`)}
        </li>
      ))}
    </ol>
  )
}
