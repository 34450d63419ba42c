import { type Division, divisionsRoutes } from '@zhengfeng/contract'
import { type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { DivisionPicker } from '../../components/DivisionPicker.tsx'
import { TextField } from '../../components/fields.tsx'
import { useDone } from '../../components/toast.tsx'
import type { Divisions } from '../../shell/divisions.ts'
import { useText } from '../../text/TextProvider.tsx'

export type DivisionAct =
  | { readonly kind: 'create'; readonly parent?: string }
  | { readonly kind: 'rename' | 'move'; readonly division: Division }

const stale = [divisionsRoutes.list]
const codeRule = /^[0-9A-Za-z._-]{1,32}$/

/** Makes, renames or moves a division. */
export function DivisionDialog(props: {
  readonly act: DivisionAct
  readonly divisions: Divisions
  readonly onClose: () => void
}): ReactNode {
  const { t } = useText()
  const { act, onClose } = props
  const done = useDone()
  const division = act.kind === 'create' ? undefined : act.division
  const [code, setCode] = useState('')
  const [name, setName] = useState(division?.name ?? '')
  const [parent, setParent] = useState(act.kind === 'create' ? act.parent : act.division.parent)
  const create = useAction(divisionsRoutes.create, stale)
  const change = useAction(divisionsRoutes.change, stale)
  const move = useAction(divisionsRoutes.move, stale)
  const codeWrong = code !== '' && !codeRule.test(code)
  const onSuccess = (): void => {
    onClose()
    done(t(`admin.divisions.done.${act.kind}`, { name }))
  }
  const submit = (): void => {
    const under = parent === undefined ? {} : { parent }
    if (act.kind === 'create') create.mutate({ body: { code, name, ...under } }, { onSuccess })
    else if (act.kind === 'rename')
      change.mutate({ params: { code: act.division.code }, body: { name } }, { onSuccess })
    else move.mutate({ params: { code: act.division.code }, body: under }, { onSuccess })
  }
  const incomplete = { create: code === '' || codeWrong || name.trim() === '', rename: name.trim() === '', move: false }
  return (
    <ActDialog
      title={t(`admin.divisions.titles.${act.kind}`, { name: division?.name ?? '' })}
      explanation={t(`admin.divisions.explanations.${act.kind}`)}
      submitLabel={t(`admin.divisions.acts.${act.kind}`)}
      incomplete={incomplete[act.kind]}
      pending={create.isPending || change.isPending || move.isPending}
      error={create.error ?? change.error ?? move.error}
      onSubmit={submit}
      onClose={onClose}
    >
      {act.kind === 'create' && (
        <TextField
          label={t('admin.divisions.code')}
          value={code}
          onChange={setCode}
          maxLength={32}
          required
          error={codeWrong ? t('admin.divisions.codeRule') : undefined}
        />
      )}
      {act.kind !== 'move' && (
        <TextField label={t('admin.divisions.name')} value={name} onChange={setName} maxLength={200} required />
      )}
      {act.kind !== 'rename' && (
        <div className="field">
          <span>{t('admin.divisions.parent')}</span>
          <DivisionPicker
            label={t('admin.divisions.parent')}
            noneLabel={t('admin.divisions.asRoot')}
            value={parent}
            onChange={setParent}
          />
        </div>
      )}
    </ActDialog>
  )
}
