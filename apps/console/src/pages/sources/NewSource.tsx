import { sourcesRoutes } from '@zhengfeng/contract'
import { type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import { useAction } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { DivisionPicker } from '../../components/DivisionPicker.tsx'
import { TextField } from '../../components/fields.tsx'
import { useText } from '../../text/TextProvider.tsx'

/** What a source that pushes needs to begin with: it sends our own events, whose columns need no mapping. */
const firstProfile = `version: 1
timeZone: Asia/Shanghai
columns:
  item: item
  channel: channel
  applicant: applicant
  agent: agent
calendar:
  holidays: CN
`

/** Asks for what a source that pushes its events needs. */
export function NewSource({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useText()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [division, setDivision] = useState<string>()
  const create = useAction(sourcesRoutes.create, [sourcesRoutes.list])
  const submit = (): void => {
    if (division === undefined) return
    create.mutate(
      { body: { name, kind: 'push', division, profileText: firstProfile } },
      { onSuccess: ({ id }) => navigate(`/sources/${id}`) },
    )
  }
  return (
    <ActDialog
      title={t('admin.sources.add')}
      explanation={t('admin.sources.addExplanation')}
      submitLabel={t('admin.sources.create')}
      incomplete={name.trim() === '' || division === undefined}
      pending={create.isPending}
      error={create.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label={t('imports.sources.columns.name')}
        value={name}
        onChange={setName}
        maxLength={200}
        required
        hint={t('admin.sources.nameHint')}
      />
      <div className="field">
        <span>{t('admin.sources.divisionLabel')}</span>
        <DivisionPicker
          label={t('admin.sources.divisionLabel')}
          noneLabel={t('admin.imports.plan.choose')}
          value={division}
          onChange={setDivision}
        />
      </div>
    </ActDialog>
  )
}
