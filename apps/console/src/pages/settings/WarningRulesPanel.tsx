import { type Setting, WarningRulesSetting } from '@zhengfeng/contract'
import { type ReactNode, useId, useState } from 'react'
import type { z } from 'zod'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { type Draft, SettingPanel } from './SettingPanel.tsx'
import { conventionNames, conventionOf, conventionRules } from './warning-conventions.ts'

type Rules = z.infer<typeof WarningRulesSetting>
type Rule = Rules['rules'][number]

/** When yellow and red cards are raised: a convention, or rules of one's own. */
export function WarningRulesPanel({ setting }: { readonly setting: Setting }): ReactNode {
  const { t } = useText()
  const [wrong, setWrong] = useState(false)
  return (
    <SettingPanel
      setting={setting}
      schema={WarningRulesSetting}
      problem={() => (wrong ? t('admin.settings.rules.notJson') : undefined)}
    >
      {(draft) => (
        <>
          <Conventions draft={draft} onChosen={() => setWrong(false)} />
          <ul className="office-list">
            {draft.value.rules.map((rule, at) => (
              <li key={at}>
                <RuleText rule={rule} />
                <label className="check">
                  <input
                    type="checkbox"
                    checked={rule.enabled !== false}
                    disabled={draft.readOnly}
                    onChange={({ target }) =>
                      draft.set({ rules: draft.value.rules.with(at, { ...rule, enabled: target.checked }) })
                    }
                  />
                  {t('admin.settings.rules.enabled')}
                </label>
              </li>
            ))}
          </ul>
          <RulesText key={JSON.stringify(draft.value)} draft={draft} onWrong={setWrong} />
        </>
      )}
    </SettingPanel>
  )
}

function Conventions(props: { readonly draft: Draft<Rules>; readonly onChosen: () => void }): ReactNode {
  const { t } = useText()
  const name = useId()
  const { value, set, readOnly } = props.draft
  const chosen = conventionOf(value.rules)
  return (
    <fieldset className="grants">
      <legend>{t('admin.settings.rules.convention')}</legend>
      {conventionNames.map((convention) => (
        <label key={convention} className="check-line">
          <input
            type="radio"
            name={name}
            checked={chosen === convention}
            disabled={readOnly}
            onChange={() => {
              props.onChosen()
              set({ rules: conventionRules[convention] })
            }}
          />
          {convention} · {t(`warnings.conventions.${convention}`)}
        </label>
      ))}
      <label className="check-line">
        <input type="radio" name={name} checked={chosen === undefined} disabled readOnly />
        {t('admin.settings.rules.own')}
      </label>
    </fieldset>
  )
}

/** A rule in words, as far as it can be read; its text stands below. */
function RuleText({ rule }: { readonly rule: Rule }): ReactNode {
  const { t, has } = useText()
  const when = rule.when as { readonly kind?: string } | undefined
  const named = (prefix: string, key: unknown): string => {
    const path = `${prefix}.${String(key)}`
    return has(path) ? t(path) : String(key)
  }
  const reply = rule.reply as { readonly within?: { readonly amount: number; readonly unit: string } } | undefined
  return (
    <div className="office-name">
      <Status kind={rule.level === 'red' ? 'bad' : 'warn'}>{named('warnings.levels', rule.level)}</Status>{' '}
      <strong>{named('warnings.rules', rule.id)}</strong>
      <p className="muted">
        {named('warnings.triggers', when?.kind)} {detailOf(when)} →{' '}
        {named('warnings.addressees', rule.addressee ?? 'department')}
        {reply?.within &&
          ` · ${t('admin.settings.rules.reply', { amount: reply.within.amount, unit: t(`admin.settings.units.${reply.within.unit}`) })}`}
      </p>
    </div>
  )
}

function detailOf(when: object | undefined): string {
  const { share, workingDays, by } = (when ?? {}) as {
    readonly share?: number
    readonly workingDays?: number
    readonly by?: { readonly amount: number }
  }
  if (share !== undefined) return `${Math.round(share * 1000) / 10}%`
  return String(workingDays ?? by?.amount ?? '')
}

function RulesText(props: { readonly draft: Draft<Rules>; readonly onWrong: (wrong: boolean) => void }): ReactNode {
  const { t } = useText()
  const id = useId()
  const { value, set, readOnly } = props.draft
  const [text, setText] = useState(() => JSON.stringify(value.rules, undefined, 2))
  const [wrong, setWrong] = useState(false)
  const take = (): void => {
    const rules = parseRules(text)
    setWrong(!rules)
    props.onWrong(!rules)
    if (rules) set({ rules })
  }
  return (
    <details>
      <summary>{t('admin.settings.rules.text')}</summary>
      <div className="field">
        <label htmlFor={id}>{t('admin.settings.rules.textHint')}</label>
        <textarea
          id={id}
          className="control yaml"
          spellCheck={false}
          value={text}
          readOnly={readOnly}
          aria-invalid={wrong}
          onChange={({ target }) => setText(target.value)}
          onBlur={take}
        />
      </div>
    </details>
  )
}

function parseRules(text: string): Rules['rules'] | undefined {
  try {
    const parsed = WarningRulesSetting.safeParse({ rules: JSON.parse(text) })
    return parsed.success ? parsed.data.rules : undefined
  } catch {
    return undefined
  }
}
