import { ApartmentOutlined, RightOutlined } from '@ant-design/icons'
import type { Division } from '@zhengfeng/contract'
import { type ReactNode, useState } from 'react'
import { fold, wayTo } from '../shell/commands.ts'
import { type Divisions, useDivisions } from '../shell/divisions.ts'
import { useText } from '../text/TextProvider.tsx'
import { Dialog } from './Dialog.tsx'

interface PickerProps {
  /** Absent: all that the person may see. */
  readonly value: string | undefined
  readonly onChange: (code: string | undefined) => void
  readonly label?: string
  /** What choosing no division means. */
  readonly noneLabel?: string
}

/** Chooses a division: down the tree level by level, or by searching. */
export function DivisionPicker(props: PickerProps): ReactNode {
  const { t } = useText()
  const divisions = useDivisions()
  const [open, setOpen] = useState(false)
  const name =
    props.value === undefined ? (props.noneLabel ?? t('console.slice.everywhere')) : divisions.nameOf(props.value)
  return (
    <>
      <button
        type="button"
        className="control row division-button"
        aria-haspopup="dialog"
        aria-label={t('console.slice.divisionButton', { label: props.label ?? t('console.slice.division'), name })}
        onClick={() => setOpen(true)}
      >
        <ApartmentOutlined />
        {name}
      </button>
      {open && <PickerDialog {...props} divisions={divisions} onClose={() => setOpen(false)} />}
    </>
  )
}

function PickerDialog(props: PickerProps & { readonly divisions: Divisions; readonly onClose: () => void }): ReactNode {
  const { t } = useText()
  const { divisions, onClose } = props
  const [text, setText] = useState('')
  const [parent, setParent] = useState(() => startOf(divisions, props.value))
  const choose = (code: string | undefined): void => {
    props.onChange(code)
    onClose()
  }
  const listed = text.trim() === '' ? (divisions.below.get(parent) ?? []) : search(divisions.items, text)
  return (
    <Dialog title={props.label ?? t('console.slice.division')} onClose={onClose} className="division-dialog">
      <input
        className="control"
        type="search"
        aria-label={t('console.slice.searchDivision')}
        placeholder={t('console.slice.searchDivision')}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {text.trim() === '' && <Way divisions={divisions} at={parent} onGo={setParent} />}
      <ul className="division-list">
        <Entry
          name={props.noneLabel ?? t('console.slice.everywhere')}
          chosen={props.value === undefined}
          onChoose={() => choose(undefined)}
        />
        {listed.map((division) => (
          <Entry
            key={division.code}
            name={division.name}
            hint={text ? wayTo(division, divisions.byCode).join(' · ') : division.code}
            chosen={division.code === props.value}
            disabled={!division.within}
            onChoose={() => choose(division.code)}
            onOpen={
              divisions.below.has(division.code)
                ? () => {
                    setText('')
                    setParent(division.code)
                  }
                : undefined
            }
          />
        ))}
      </ul>
      {text.trim() !== '' && listed.length === 0 && <p className="muted">{t('console.slice.noDivision')}</p>}
    </Dialog>
  )
}

function Entry(props: {
  readonly name: string
  readonly hint?: string
  readonly chosen: boolean
  readonly disabled?: boolean
  readonly onChoose: () => void
  readonly onOpen?: (() => void) | undefined
}): ReactNode {
  const { t } = useText()
  return (
    <li>
      <button type="button" aria-pressed={props.chosen} disabled={props.disabled} onClick={props.onChoose}>
        {props.name} <span className="muted">{props.hint}</span>
      </button>
      {props.onOpen && (
        <button type="button" aria-label={t('console.slice.below', { name: props.name })} onClick={props.onOpen}>
          <RightOutlined />
        </button>
      )}
    </li>
  )
}

/** The names from the top down to where the list is; each leads back to its level. */
function Way(props: {
  readonly divisions: Divisions
  readonly at: string | undefined
  readonly onGo: (code: string | undefined) => void
}): ReactNode {
  const { t } = useText()
  const { byCode } = props.divisions
  const steps: Division[] = []
  for (let step = byCode.get(props.at ?? ''); step; step = byCode.get(step.parent ?? '')) steps.unshift(step)
  if (steps.length === 0) return null
  return (
    <nav aria-label={t('console.slice.way')} className="row">
      <button type="button" className="link-button" onClick={() => props.onGo(undefined)}>
        {t('console.slice.top')}
      </button>
      {steps.map(({ code, name }) => (
        <button key={code} type="button" className="link-button" onClick={() => props.onGo(code)}>
          {`› ${name}`}
        </button>
      ))}
    </nav>
  )
}

/** The level of the chosen division; at first the uppermost one with more than one division. */
function startOf({ byCode, below }: Divisions, value: string | undefined): string | undefined {
  if (value !== undefined) return byCode.get(value)?.parent
  let level: string | undefined
  for (let siblings = below.get(level); siblings?.length === 1; siblings = below.get(level)) {
    const next = siblings[0]?.code
    if (next === undefined || !below.has(next)) break
    level = next
  }
  return level
}

function search(items: readonly Division[], text: string): readonly Division[] {
  const wanted = fold(text.trim())
  return items.filter(({ name, code }) => fold(name).includes(wanted) || code.startsWith(wanted)).slice(0, 60)
}
