import { type ReactNode, useState } from 'react'
import { Dialog } from '../components/Dialog.tsx'
import { useText } from '../text/TextProvider.tsx'
import { useOpenPages } from './Navigation.tsx'
import { pageKeys } from './page-keys.ts'

const keys = [
  ['palette', ['Ctrl', 'K']],
  ['help', ['?']],
  ['search', ['/']],
  ['rows', ['↑', '↓']],
  ['open', ['Enter']],
  ['select', ['Space']],
  ['close', ['Esc']],
] as const

/** All keys that do something. */
export default function ShortcutsHelp({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useText()
  const pages = useOpenPages().filter(({ shortcut }) => shortcut)
  const [ofPage] = useState(pageKeys)
  return (
    <Dialog title={t('console.help.title')} onClose={onClose}>
      <dl className="help-list">
        {ofPage.map(({ key, label }) => (
          <Line key={key} what={label} pressed={[key]} />
        ))}
        {keys.map(([name, pressed]) => (
          <Line key={name} what={t(`console.help.keys.${name}`)} pressed={pressed} />
        ))}
        {pages.map(({ name, shortcut }) => (
          <Line
            key={name}
            what={t('console.help.goTo', { page: t(`console.pages.${name}`) })}
            pressed={['g', shortcut ?? '']}
          />
        ))}
      </dl>
    </Dialog>
  )
}

function Line(props: { readonly what: string; readonly pressed: readonly string[] }): ReactNode {
  return (
    <div>
      <dt>{props.what}</dt>
      <dd className="row">
        {props.pressed.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dd>
    </div>
  )
}
