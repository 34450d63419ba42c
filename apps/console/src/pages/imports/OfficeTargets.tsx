import type { ImportPlan, OfficeTarget } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Choice } from '../../components/Choice.tsx'
import { DivisionPicker } from '../../components/DivisionPicker.tsx'
import { TextField } from '../../components/fields.tsx'
import { useText } from '../../text/TextProvider.tsx'
import type { Reading } from './PreviewFigures.tsx'

type Office = Reading['offices'][number]

/** To which division each office of the files belongs: one that is there, or one that is made. */
export function OfficeTargets(props: {
  readonly offices: readonly Office[]
  readonly plan: ImportPlan
  readonly onChange: (plan: ImportPlan) => void
}): ReactNode {
  const { t } = useText()
  const { offices, plan, onChange } = props
  const set = (name: string, target: OfficeTarget | undefined): void => {
    const targets = new Map(plan.offices.map((it) => [it.office, it]))
    if (target) targets.set(name, target)
    else targets.delete(name)
    onChange({ ...plan, offices: Array.from(targets.values()) })
  }
  return (
    <div>
      <h3>{t('admin.imports.plan.offices')}</h3>
      <p className="muted">{t('admin.imports.plan.officesHint')}</p>
      <ul className="office-list">
        {offices.map((office) => (
          <OfficeRow
            key={office.office}
            office={office}
            target={plan.offices.find((it) => it.office === office.office)}
            onChange={(target) => set(office.office, target)}
          />
        ))}
      </ul>
    </div>
  )
}

function OfficeRow(props: {
  readonly office: Office
  readonly target: OfficeTarget | undefined
  readonly onChange: (target: OfficeTarget | undefined) => void
}): ReactNode {
  const { t, count, day } = useText()
  const { office, target, onChange } = props
  const name = office.office
  const make = target?.create !== undefined
  const newTarget = (): OfficeTarget => ({
    office: name,
    division: name.replace(/[^0-9A-Za-z._-]/g, '').slice(0, 32) || 'new',
    create: { name },
  })
  return (
    <li>
      <div className="office-name">
        <strong>{name}</strong>
        <p className="muted">
          {t('admin.imports.plan.officeFacts', {
            count: office.cases,
            text: count(office.cases),
            day: day(office.lastEventAt),
          })}
        </p>
      </div>
      <Choice
        label={t('admin.imports.plan.goesTo')}
        value={make ? 'new' : 'there'}
        options={(['there', 'new'] as const).map((value) => ({
          value,
          label: t(`admin.imports.plan.targets.${value}`),
        }))}
        onChange={(kind) => onChange(kind === 'new' ? newTarget() : undefined)}
      />
      {target && make ? (
        <NewDivision target={target} onChange={onChange} />
      ) : (
        <DivisionPicker
          label={t('admin.imports.plan.divisionOf', { office: name })}
          noneLabel={t('admin.imports.plan.choose')}
          value={target?.division}
          onChange={(division) => division && onChange({ office: name, division })}
        />
      )}
    </li>
  )
}

function NewDivision(props: {
  readonly target: OfficeTarget
  readonly onChange: (target: OfficeTarget) => void
}): ReactNode {
  const { t } = useText()
  const { target, onChange } = props
  const create = target.create ?? { name: target.office }
  const under = (parent: string | undefined): OfficeTarget => ({
    ...target,
    create: { name: create.name, ...(parent && { parent }) },
  })
  return (
    <>
      <TextField
        label={t('admin.imports.plan.newName')}
        value={create.name}
        maxLength={200}
        onChange={(name) => onChange({ ...target, create: { ...create, name } })}
      />
      <TextField
        label={t('admin.imports.plan.newCode')}
        value={target.division}
        maxLength={32}
        error={/^[0-9A-Za-z._-]{1,32}$/.test(target.division) ? undefined : t('admin.divisions.codeRule')}
        onChange={(division) => onChange({ ...target, division })}
      />
      <div className="field">
        <span>{t('admin.imports.plan.newParent')}</span>
        <DivisionPicker
          label={t('admin.imports.plan.newParent')}
          noneLabel={t('admin.divisions.asRoot')}
          value={create.parent}
          onChange={(parent) => onChange(under(parent))}
        />
      </div>
    </>
  )
}
