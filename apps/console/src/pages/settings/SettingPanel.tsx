import { type RuleSettingName, ruleSettingNames, type Setting, settingsRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { isProblem } from '../../api/call.ts'
import { useAction } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { useDone } from '../../components/toast.tsx'
import { useMay } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'

export interface Draft<Value> {
  readonly value: Value
  readonly set: (value: Value) => void
  readonly readOnly: boolean
}

const stale = [settingsRoutes.list, settingsRoutes.history]

/** One setting: shown to all who may read rules, changed by those who manage them, with a reason, and never over somebody else's change. */
export function SettingPanel<Value>(props: {
  readonly setting: Setting
  readonly schema: z.ZodType<Value>
  /** What is wrong beside the schema; absent: nothing. */
  readonly problem?: (value: Value) => string | undefined
  readonly children: (draft: Draft<Value>) => ReactNode
}): ReactNode {
  const { t, instant } = useText()
  const may = useMay()
  const { setting, schema } = props
  const inForce = JSON.stringify(setting.value)
  const isRule = (ruleSettingNames as readonly string[]).includes(setting.name)
  const readOnly = !may(isRule ? 'rule.manage' : 'system.manage')
  const [draft, setDraft] = useState(() => schema.parse(setting.value))
  // What the draft was begun from: another version that comes meanwhile is told, not written over.
  const [base, setBase] = useState({ version: setting.version, text: inForce })
  const [asking, setAsking] = useState(false)
  const changed = JSON.stringify(draft) !== JSON.stringify(schema.parse(JSON.parse(base.text)))
  const adopt = (): void => {
    setDraft(schema.parse(setting.value))
    setBase({ version: setting.version, text: inForce })
  }
  if (setting.version !== base.version && !changed && !asking) adopt()
  const problem = schema.safeParse(draft).success ? props.problem?.(draft) : t('admin.settings.incomplete')
  return (
    <section className="panel stack" aria-labelledby="setting-title">
      <div>
        <h2 id="setting-title">{t(`admin.settings.names.${setting.name}`)}</h2>
        <p>{t(`admin.settings.explanations.${setting.name}`)}</p>
        <p className="muted">
          {setting.changedAt
            ? t('admin.settings.changedBy', {
                by: setting.changedBy ?? '–',
                at: instant(setting.changedAt),
                version: setting.version,
              })
            : t('admin.settings.neverChanged')}
        </p>
      </div>
      {setting.version !== base.version && changed && (
        <div className="notice notice-warn" role="alert">
          <p>{t('admin.settings.changedMeanwhile', { by: setting.changedBy ?? '–', version: setting.version })}</p>
          <div className="row">
            <Button onClick={adopt}>{t('admin.settings.takeTheirs')}</Button>
            <Button onClick={() => setBase({ version: setting.version, text: inForce })}>
              {t('admin.settings.keepMine')}
            </Button>
          </div>
        </div>
      )}
      {props.children({ value: draft, set: setDraft, readOnly })}
      {problem && (
        <p className="notice notice-bad" role="alert">
          {problem}
        </p>
      )}
      {readOnly ? (
        <p className="muted">{t(isRule ? 'admin.settings.mayNot' : 'admin.settings.mayNotSystem')}</p>
      ) : (
        <div className="row">
          <Button
            type="primary"
            disabled={!changed || problem !== undefined || setting.version !== base.version}
            onClick={() => setAsking(true)}
          >
            {t('admin.save')}
          </Button>
          {changed && <Button onClick={adopt}>{t('admin.imports.profile.revert')}</Button>}
        </div>
      )}
      {asking && (
        <SaveDialog
          setting={setting}
          value={draft}
          version={base.version}
          onSaved={(saved) => {
            setAsking(false)
            setDraft(schema.parse(saved.value))
            setBase({ version: saved.version, text: JSON.stringify(saved.value) })
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}

function SaveDialog(props: {
  readonly setting: Setting
  readonly value: unknown
  readonly version: number
  readonly onSaved: (saved: Setting) => void
  readonly onClose: () => void
}): ReactNode {
  const { t } = useText()
  const done = useDone()
  const { setting, value, version } = props
  const rule = useAction(settingsRoutes.changeRule, stale)
  const system = useAction(settingsRoutes.changeSystem, stale)
  const refresh = useRefresh()
  const onSuccess = (saved: Setting): void => {
    props.onSaved(saved)
    done(t('admin.settings.saved'))
  }
  const onError = (error: Error): void => {
    if (isProblem(error, 'conflict')) refresh()
  }
  const save = (reason: string | undefined): void => {
    const body = { value: value as never, version, ...(reason && { reason }) }
    if (setting.name === 'ingestion') system.mutate({ params: { name: setting.name }, body }, { onSuccess, onError })
    else rule.mutate({ params: { name: setting.name as RuleSettingName }, body }, { onSuccess, onError })
  }
  return (
    <ActDialog
      title={t('admin.settings.saveTitle', { name: t(`admin.settings.names.${setting.name}`) })}
      explanation={t(`admin.settings.saveDetails.${setting.name}`)}
      submitLabel={t('admin.save')}
      text={{ label: t('admin.settings.reason'), least: 0, most: 500 }}
      pending={rule.isPending || system.isPending}
      error={rule.error ?? system.error}
      onSubmit={save}
      onClose={props.onClose}
    />
  )
}

/** The version that came between is shown as soon as it is known. */
function useRefresh(): () => void {
  const { mutate } = useAction(settingsRoutes.list, stale)
  return () => mutate({})
}
