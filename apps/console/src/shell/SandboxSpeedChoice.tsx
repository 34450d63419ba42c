import { type SandboxSpeed, sandboxRoutes, sandboxSpeeds } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useAction, useAnswer } from '../api/queries.ts'
import { Choice } from '../components/Choice.tsx'
import { useText } from '../text/TextProvider.tsx'

/** How fast time goes in the sandbox province; anybody signed in may choose. */
export function SandboxSpeedChoice(): ReactNode {
  const { t } = useText()
  const { data } = useAnswer(sandboxRoutes.status, {}, { refetchEveryMs: 30_000 })
  const set = useAction(sandboxRoutes.setClock, [sandboxRoutes.status])
  const speed = data?.clock?.speed
  if (speed === undefined) return null
  return (
    <span className="only-wide">
      <Choice
        label={t('console.sandbox.speed')}
        labelHidden
        value={String(set.isPending ? set.variables.body.speed : speed)}
        options={sandboxSpeeds.map((value) => ({ value: String(value), label: t(`console.sandbox.speeds.${value}`) }))}
        onChange={(chosen) => set.mutate({ body: { speed: Number(chosen) as SandboxSpeed } })}
      />
    </span>
  )
}
