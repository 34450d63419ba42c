import type { ImportPreview } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Choice, type Option } from '../../components/Choice.tsx'
import { useText } from '../../text/TextProvider.tsx'
import {
  attributePrefix,
  type ColumnRole,
  columnRoles,
  milestoneValue,
  otherLimit,
  type ProfileChoices,
  setValue,
} from './profile-text.ts'

interface FormProps {
  readonly preview: ImportPreview
  readonly choices: ProfileChoices
  readonly text: string
  readonly onChange: (text: string) => void
}

/** Which column means what, and by which clock cases are judged. */
export function ProfileForm(props: FormProps): ReactNode {
  const { t } = useText()
  const { choices, text, onChange } = props
  return (
    <>
      <h3>{t('admin.imports.profile.columns')}</h3>
      <div className="profile-grid">
        {columnRoles.map((role) => (
          <RoleField key={role} {...props} role={role} />
        ))}
        <Choice
          label={t('admin.imports.profile.timeZone')}
          value={choices.timeZone}
          options={timeZones(choices.timeZone)}
          onChange={(zone) => onChange(setValue(text, ['timeZone'], zone))}
        />
      </div>
      <h3>{t('admin.imports.profile.clock')}</h3>
      <div className="profile-grid">
        <ClockFields {...props} />
      </div>
    </>
  )
}

function RoleField({ role, preview, choices, text, onChange }: FormProps & { readonly role: ColumnRole }): ReactNode {
  const { t } = useText()
  const chosen = choices.columns[role] ?? ''
  const column = preview.columns.find(({ name }) => name === chosen)
  const reason = preview.reasons.find((it) => it.role === role && it.column === chosen)
  const names = new Set(preview.columns.map(({ name }) => name))
  if (chosen) names.add(chosen)
  const why = reason && t(`cli.profile.because.${reason.because}`)
  const example = column?.examples[0] && t('admin.imports.profile.example', { value: column.examples[0] })
  return (
    <div>
      <Choice
        label={t(`cli.roles.${role}`)}
        value={chosen}
        noneLabel={t('admin.imports.profile.noColumn')}
        options={Array.from(names, (value) => ({ value, label: value }))}
        onChange={(name) => onChange(setValue(text, ['columns', role], name))}
      />
      <p className="muted field-hint">{[example, why].filter(Boolean).join(' · ')}</p>
    </div>
  )
}

const milestones = ['firstEvent', 'lastEvent', 'submit', 'accept', 'decide', 'close'] as const

function ClockFields({ preview, choices, text, onChange }: FormProps): ReactNode {
  const { t } = useText()
  const attributes = preview.columns
    .filter(({ scope }) => scope === 'case')
    .map(({ name }) => name.replace(/^case:/, ''))
  const known = (chosen: string, options: readonly Option[]): readonly Option[] =>
    chosen === '' || options.some(({ value }) => value === chosen)
      ? options
      : [...options, { value: chosen, label: chosen.replace(attributePrefix, '') }]
  const instants: readonly Option[] = [
    ...milestones.map((value) => ({ value, label: t(`admin.imports.profile.milestones.${value}`) })),
    ...attributes.map((name) => ({
      value: attributePrefix + name,
      label: t('admin.imports.profile.attribute', { name }),
    })),
  ]
  const limits = (chosen: string): readonly Option[] =>
    chosen === otherLimit
      ? [...attributes.map(optionOf), { value: otherLimit, label: t('admin.imports.profile.otherLimit') }]
      : known(chosen, attributes.map(optionOf))
  return (
    <>
      {(['from', 'to'] as const).map((end) => (
        <Choice
          key={end}
          label={t(`admin.imports.profile.clockEnds.${end}`)}
          value={choices[end]}
          options={known(choices[end], instants)}
          onChange={(chosen) => onChange(setValue(text, ['clock', end], milestoneValue(chosen)))}
        />
      ))}
      {(['statutory', 'promised'] as const).map((limit) => (
        <Choice
          key={limit}
          label={t(`admin.imports.profile.limits.${limit}`)}
          value={choices[limit]}
          noneLabel={t('admin.imports.profile.noLimit')}
          options={limits(choices[limit])}
          onChange={(name) => {
            if (name !== otherLimit) onChange(setValue(text, ['clock', limit], name && { due: name }))
          }}
        />
      ))}
    </>
  )
}

function optionOf(name: string): Option {
  return { value: name, label: name }
}

/** The zones that the browser knows, the one chosen in any case. */
function timeZones(chosen: string): readonly Option[] {
  const known = ['Asia/Shanghai', 'UTC', ...Intl.supportedValuesOf('timeZone')]
  return Array.from(new Set([chosen, ...known]), optionOf)
}
