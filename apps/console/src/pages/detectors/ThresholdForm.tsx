import { findingsRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { TextField } from '../../components/fields.tsx'
import { useDone } from '../../components/toast.tsx'
import { useMay } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import type { Detector } from './DetectorsPage.tsx'
import { readThreshold, thresholdsToSet } from './thresholds.ts'

type Typed = Readonly<Record<string, string>>

/** The thresholds in force; those who manage rules change them. */
export function ThresholdForm(props: {
  readonly detector: Detector
  readonly all: readonly Detector[]
  readonly version: number
}): ReactNode {
  const { t } = useText()
  const mayManage = useMay()('rule.manage')
  const { detector } = props
  const { parameters } = detector
  const [typed, setTyped] = useState<Typed>(() => textsOf(detector, 'value'))
  const [asking, setAsking] = useState(false)
  const { save, isPending, error } = useSave(props, () => setAsking(false))
  if (parameters.length === 0) return null
  const values = parameters.map((it) => [it.name, readThreshold(typed[it.name] ?? '', it)] as const)
  const wrong = values.some(([, value]) => value === undefined)
  const changed = parameters.some(({ name, value }) => readNumber(typed[name]) !== value)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!wrong && changed) setAsking(true)
  }
  return (
    <>
      <form className="thresholds" onSubmit={submit}>
        <h3>{t('work.detectors.thresholds')}</h3>
        {parameters.map((parameter) => (
          <Field
            key={parameter.name}
            detector={detector.name}
            parameter={parameter}
            typed={typed[parameter.name] ?? ''}
            readOnly={!mayManage}
            onChange={(text) => setTyped({ ...typed, [parameter.name]: text })}
          />
        ))}
        {mayManage && (
          <div className="row">
            <Button htmlType="submit" type="primary" disabled={wrong || !changed}>
              {t('work.detectors.save')}
            </Button>
            <Button onClick={() => setTyped(textsOf(detector, 'default'))}>{t('work.detectors.reset')}</Button>
          </div>
        )}
      </form>
      {asking && (
        <ActDialog
          title={t('work.detectors.confirmSave')}
          explanation={t('work.detectors.confirmSaveDetail')}
          submitLabel={t('work.detectors.save')}
          pending={isPending}
          error={error}
          onSubmit={() => save(Object.fromEntries(values) as Record<string, number>)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

function useSave(
  { detector, all, version }: Parameters<typeof ThresholdForm>[0],
  onSaved: () => void,
): { readonly save: (values: Record<string, number>) => void; readonly isPending: boolean; readonly error: unknown } {
  const { t } = useText()
  const done = useDone()
  const { mutateAsync, isPending, error } = useAction(findingsRoutes.setThresholds, [findingsRoutes.detectors])
  const save = (values: Record<string, number>): void => {
    const thresholds = thresholdsToSet(all, { detector: detector.name, values })
    // The form is made anew with the new version: what is told afterwards must not hang on it.
    void mutateAsync({ body: { version, thresholds } }).then(
      () => {
        onSaved()
        done(t('work.detectors.saved'))
      },
      () => undefined,
    )
  }
  return { save, isPending, error }
}

function Field(props: {
  readonly detector: string
  readonly parameter: Detector['parameters'][number]
  readonly typed: string
  readonly readOnly: boolean
  readonly onChange: (text: string) => void
}): ReactNode {
  const { t, number } = useText()
  const { detector, parameter, typed } = props
  const range = { low: number(parameter.low, 3), high: number(parameter.high, 3) }
  const wrong = readThreshold(typed, parameter) === undefined
  const hint = [
    t(`detectors.parameterUnits.${parameter.unit}`),
    `${t('work.detectors.default')} ${number(parameter.default, 3)}`,
    `${t('work.detectors.range')} ${range.low}–${range.high}`,
  ]
  return (
    <TextField
      label={t(`detectors.parameters.${detector}.${parameter.name}`)}
      inputMode="decimal"
      value={typed}
      readOnly={props.readOnly}
      hint={hint.join(' · ')}
      error={wrong ? t('work.detectors.outOfRange', range) : undefined}
      onChange={props.onChange}
    />
  )
}

function textsOf({ parameters }: Detector, part: 'value' | 'default'): Typed {
  return Object.fromEntries(parameters.map((parameter) => [parameter.name, String(parameter[part])]))
}

function readNumber(text = ''): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}
