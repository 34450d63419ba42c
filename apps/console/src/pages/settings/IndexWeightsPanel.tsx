import { IndexWeightsSetting, type Setting } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'
import {
  type Dimension,
  type IndexWeights,
  indexDimensions,
  sumOf,
  weightFloors,
  weightProblems,
} from './index-weights.ts'
import { type Draft, SettingPanel } from './SettingPanel.tsx'

/** How much each dimension counts, and each indicator within it; sums and floors are checked while typing. */
export function IndexWeightsPanel({ setting }: { readonly setting: Setting }): ReactNode {
  const { t } = useText()
  const problem = (weights: IndexWeights): string | undefined => {
    const [first] = weightProblems(weights)
    if (!first) return undefined
    const name =
      first.of === 'dimensions' ? t('admin.settings.weights.dimensions') : t(`indicators.dimensions.${first.of}`)
    const floor = first.of === 'dimensions' ? 0 : weightFloors[first.of]
    return t(`admin.settings.weights.problems.${first.kind}`, { name, value: first.value, floor })
  }
  return (
    <SettingPanel setting={setting} schema={IndexWeightsSetting} problem={problem}>
      {(draft) => (
        <div className="columns">
          <Weights
            title={t('admin.settings.weights.dimensions')}
            weights={draft.value.dimensions}
            nameOf={(name) =>
              t('admin.settings.weights.withFloor', {
                name: t(`indicators.dimensions.${name}`),
                floor: weightFloors[name as Dimension],
              })
            }
            readOnly={draft.readOnly}
            onChange={(name, weight) =>
              draft.set({ ...draft.value, dimensions: { ...draft.value.dimensions, [name]: weight } })
            }
          />
          {indexDimensions.map((dimension) => (
            <Parts key={dimension} dimension={dimension} draft={draft} />
          ))}
        </div>
      )}
    </SettingPanel>
  )
}

function Parts({
  dimension,
  draft,
}: {
  readonly dimension: Dimension
  readonly draft: Draft<IndexWeights>
}): ReactNode {
  const { t, has } = useText()
  const { value, set, readOnly } = draft
  return (
    <Weights
      title={t(`indicators.dimensions.${dimension}`)}
      weights={value.parts[dimension]}
      nameOf={(name) => (has(`indicators.${name}.name`) ? t(`indicators.${name}.name`) : name)}
      readOnly={readOnly}
      onChange={(name, weight) =>
        set({ ...value, parts: { ...value.parts, [dimension]: { ...value.parts[dimension], [name]: weight } } })
      }
    />
  )
}

function Weights(props: {
  readonly title: string
  readonly weights: Readonly<Record<string, number>>
  readonly nameOf: (name: string) => string
  readonly readOnly: boolean
  readonly onChange: (name: string, weight: number) => void
}): ReactNode {
  const { t, number } = useText()
  const sum = sumOf(props.weights)
  return (
    <fieldset className="grants">
      <legend>{props.title}</legend>
      {Object.entries(props.weights).map(([name, weight]) => (
        <label key={name} className="weight">
          <span>{props.nameOf(name)}</span>
          <input
            className="control"
            type="number"
            min={0}
            max={100}
            step="any"
            disabled={props.readOnly}
            value={Number.isNaN(weight) ? '' : weight}
            onChange={({ target }) => props.onChange(name, target.value === '' ? Number.NaN : Number(target.value))}
          />
        </label>
      ))}
      <p role="status">
        <Status kind={sum === 100 ? 'good' : 'bad'}>
          {t('admin.settings.weights.sum', { sum: Number.isNaN(sum) ? '–' : number(sum, 2) })}
        </Status>
      </p>
    </fieldset>
  )
}
