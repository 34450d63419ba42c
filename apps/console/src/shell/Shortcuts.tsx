import { lazy, type ReactNode, Suspense, useEffect, useEffectEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { useOpenPages } from './Navigation.tsx'
import { isTyping } from './page-keys.ts'
import { useSliceLink } from './slice.ts'

const CommandPalette = lazy(() => import('./CommandPalette.tsx'))
const ShortcutsHelp = lazy(() => import('./ShortcutsHelp.tsx'))

type Shown = 'palette' | 'help' | undefined

const shower = new EventTarget()

export function openPalette(): void {
  shower.dispatchEvent(new Event('palette'))
}

export function openHelp(): void {
  shower.dispatchEvent(new Event('help'))
}

/** Keys that work everywhere: Ctrl/⌘K for the command palette, `?` for help, `g` and a letter to go to a page, `/` to search. */
export function Shortcuts(): ReactNode {
  const [shown, setShown] = useState<Shown>()
  const goTo = useGoTo()
  const onKey = useEffectEvent((event: KeyboardEvent) => pressKey(event, { goTo, show: setShown }))
  useEffect(() => {
    const showPalette = (): void => setShown('palette')
    const showHelp = (): void => setShown('help')
    const listener = (event: KeyboardEvent): void => onKey(event)
    addEventListener('keydown', listener)
    shower.addEventListener('palette', showPalette)
    shower.addEventListener('help', showHelp)
    return () => {
      removeEventListener('keydown', listener)
      shower.removeEventListener('palette', showPalette)
      shower.removeEventListener('help', showHelp)
    }
  }, [])
  const close = (): void => setShown(undefined)
  return (
    <Suspense fallback={null}>
      {shown === 'palette' && <CommandPalette onClose={close} />}
      {shown === 'help' && <ShortcutsHelp onClose={close} />}
    </Suspense>
  )
}

function useGoTo(): (letter: string) => boolean {
  const pages = useOpenPages()
  const link = useSliceLink()
  const navigate = useNavigate()
  return (letter) => {
    const page = pages.find(({ shortcut }) => shortcut === letter)
    if (page) void navigate(page.sliced ? link(page.path) : page.path)
    return page !== undefined
  }
}

let afterG = false

function pressKey(
  event: KeyboardEvent,
  act: { readonly goTo: (letter: string) => boolean; readonly show: (shown: Shown) => void },
): void {
  const key = event.key.toLowerCase()
  if ((event.ctrlKey || event.metaKey) && key === 'k') {
    event.preventDefault()
    act.show('palette')
    return
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  if (afterG && act.goTo(key)) event.preventDefault()
  else if (key === '?') act.show('help')
  else if (key === '/') focusSearch(event)
  afterG = key === 'g'
}

function focusSearch(event: KeyboardEvent): void {
  const field = document.querySelector<HTMLInputElement>('main input[type="search"]')
  if (!field) return
  event.preventDefault()
  field.focus()
}
