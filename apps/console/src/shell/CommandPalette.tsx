import { casesRoutes } from '@zhengfeng/contract'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { useNavigate } from 'react-router'
import { useAnswer } from '../api/queries.ts'
import { Dialog } from '../components/Dialog.tsx'
import { useText } from '../text/TextProvider.tsx'
import { type Command, findCommands, wayTo } from './commands.ts'
import { useDivisions } from './divisions.ts'
import { useOpenPages } from './Navigation.tsx'
import { setPreferences, usePreferences } from './preferences.ts'
import { openHelp } from './Shortcuts.tsx'
import { useMay } from './session.tsx'
import { useSignOut } from './sign-out.ts'
import { useSliceLink } from './slice.ts'

/** Goes anywhere and does the common things, by typing. */
export default function CommandPalette({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useText()
  const id = useId()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const found = useFound(text)
  const at = Math.min(chosen, found.length - 1)
  const run = (command: Command | undefined): void => {
    if (!command) return
    onClose()
    command.run()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setChosen((at + step + found.length) % Math.max(1, found.length))
    else if (event.key === 'Enter') run(found[at])
    else return
    event.preventDefault()
  }
  return (
    <Dialog title={t('console.search.open')} onClose={onClose} className="palette" bare>
      <input
        className="palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found[at] && `${id}-${at}`}
        aria-label={t('console.search.open')}
        placeholder={t('console.search.placeholder')}
        value={text}
        onChange={({ target }) => {
          setText(target.value)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} role="listbox" aria-label={t('console.search.found')} className="palette-list">
        {found.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field, which keeps the focus
          <div
            key={command.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => run(command)}
          >
            <span className="palette-group">{t(`console.search.groups.${command.group}`)}</span>
            <span>{command.label}</span>
            {command.hint && <span className="muted">{command.hint}</span>}
          </div>
        ))}
      </div>
      <p className="visually-hidden" role="status">
        {t('console.search.count', { count: found.length })}
      </p>
      {found.length === 0 && <p className="palette-none muted">{t('console.search.none')}</p>}
    </Dialog>
  )
}

function useFound(text: string): readonly Command[] {
  const pages = usePageCommands()
  const divisions = useDivisionCommands()
  const actions = useActionCommands()
  const cases = useCaseCommands(text)
  if (text.trim() === '') return [...pages, ...actions]
  return [...cases, ...findCommands([...pages, ...actions, ...divisions], text)]
}

function usePageCommands(): readonly Command[] {
  const { t } = useText()
  const navigate = useNavigate()
  const link = useSliceLink()
  return useOpenPages()
    .filter(({ path }) => !path.includes(':'))
    .map(({ name, path, sliced }) => ({
      id: `page-${name}`,
      group: 'pages',
      label: t(`console.pages.${name}`),
      run: () => void navigate(sliced ? link(path) : path),
    }))
}

/** A division opens in the overview. */
function useDivisionCommands(): readonly Command[] {
  const navigate = useNavigate()
  const link = useSliceLink()
  const { items, byCode } = useDivisions()
  return items
    .filter(({ within }) => within)
    .map((division) => ({
      id: `division-${division.code}`,
      group: 'divisions',
      label: division.name,
      hint: [...wayTo(division, byCode), division.code].join(' · '),
      run: () => void navigate(link('/', { division: division.code })),
    }))
}

/** Cases whose number begins with the text. */
function useCaseCommands(text: string): readonly Command[] {
  const navigate = useNavigate()
  const may = useMay()
  const { nameOf } = useDivisions()
  const typed = text.trim()
  const enabled = may('case.read') && typed.length >= 3 && /\d/.test(typed)
  const { data } = useAnswer(casesRoutes.list, { query: { text: typed, limit: 5 } }, { enabled })
  if (!enabled) return []
  return (data?.items ?? [])
    .filter(({ caseNo }) => caseNo.startsWith(typed))
    .map(({ division, caseNo, item }) => ({
      id: `case-${division}-${caseNo}`,
      group: 'cases',
      label: caseNo,
      hint: [nameOf(division), item].filter(Boolean).join(' · '),
      run: () => void navigate(`/cases/${encodeURIComponent(division)}/${encodeURIComponent(caseNo)}`),
    }))
}

function useActionCommands(): readonly Command[] {
  const { t } = useText()
  const { theme, density, language } = usePreferences()
  const signOut = useSignOut()
  const action = (name: string, run: () => void): Command => ({
    id: `action-${name}`,
    group: 'actions',
    label: t(`console.actions.${name}`),
    run,
  })
  return [
    action(theme === 'dark' ? 'light' : 'dark', () => setPreferences({ theme: theme === 'dark' ? 'light' : 'dark' })),
    action('language', () => setPreferences({ language: language === 'en' ? 'zh-CN' : 'en' })),
    action('density', () => setPreferences({ density: density === 'compact' ? 'comfortable' : 'compact' })),
    action('print', () => print()),
    action('help', openHelp),
    action('signOut', signOut),
  ]
}
