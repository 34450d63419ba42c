import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { type Grant, type Role, roleNames, separatedRoles } from '@zhengfeng/contract'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Choice } from '../../components/Choice.tsx'
import { DivisionPicker } from '../../components/DivisionPicker.tsx'
import { TextField } from '../../components/fields.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { useGrantText } from './grant-text.ts'
import { rolesInConflict } from './separation.ts'
import '../settings/settings.css'

interface EditorProps {
  readonly grants: readonly Grant[]
  readonly onChange: (grants: readonly Grant[]) => void
}

/** Roles, each within a division and where told one department. */
export function GrantsEditor({ grants, onChange }: EditorProps): ReactNode {
  const { t, list } = useText()
  const grantText = useGrantText()
  const conflict = rolesInConflict(grants)
  return (
    <fieldset className="grants">
      <legend>{t('admin.users.grants')}</legend>
      {grants.length === 0 && <p className="muted">{t('admin.users.noGrants')}</p>}
      <ul className="office-list">
        {grants.map((grant, index) => (
          <li key={index}>
            <GrantFields grant={grant} onChange={(changed) => onChange(grants.with(index, changed))} />
            <Button
              icon={<DeleteOutlined />}
              aria-label={t('admin.users.removeGrant', { grant: grantText(grant) })}
              onClick={() => onChange(grants.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ul>
      <Button icon={<PlusOutlined />} onClick={() => onChange([...grants, { role: 'analyst' }])}>
        {t('admin.users.addGrant')}
      </Button>
      {conflict.length > 0 && (
        <p className="notice notice-bad" role="alert">
          {t('admin.users.conflict', { roles: list(conflict.map((role) => t(`console.roles.${role}`))) })}
        </p>
      )}
    </fieldset>
  )
}

function GrantFields(props: { readonly grant: Grant; readonly onChange: (grant: Grant) => void }): ReactNode {
  const { t } = useText()
  const { role, division, department } = props.grant
  // What separated administrators do has no place in the tree.
  const everywhere = separatedRoles.includes(role)
  const set = (change: { role?: Role; division?: string | undefined; department?: string | undefined }): void => {
    const next = { role, division, department, ...change }
    props.onChange({
      role: next.role,
      ...(next.division && !separatedRoles.includes(next.role) && { division: next.division }),
      ...(next.department && !separatedRoles.includes(next.role) && { department: next.department }),
    })
  }
  return (
    <>
      <div className="office-name">
        <Choice
          label={t('admin.users.role')}
          value={role}
          options={roleNames.map((value) => ({ value, label: t(`console.roles.${value}`) }))}
          onChange={(chosen) => set({ role: chosen })}
        />
        <p className="muted field-hint">{t(`console.roleTasks.${role}`)}</p>
      </div>
      {!everywhere && (
        <>
          <div className="field">
            <span>{t('admin.users.where')}</span>
            <DivisionPicker
              label={t('admin.users.where')}
              noneLabel={t('console.account.everywhere')}
              value={division}
              onChange={(code) => set({ division: code })}
            />
          </div>
          <TextField
            label={t('admin.users.department')}
            value={department ?? ''}
            maxLength={500}
            onChange={(text) => set({ department: text })}
          />
        </>
      )}
    </>
  )
}
