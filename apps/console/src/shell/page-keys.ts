import { useEffect, useRef } from 'react'

/** A key that does something on the page in view. */
export interface PageKey {
  readonly key: string
  /** What it does, in words, for the help. */
  readonly label: string
  readonly run: () => void
}

interface Registered {
  readonly keys: () => readonly PageKey[]
}

const registered = new Set<Registered>()

/** Listens to keys while the component is shown. They rest while somebody types, a window is open, or after `g`, which goes to a page. */
export function usePageKeys(keys: readonly PageKey[]): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const entry = { keys: () => latest.current }
    if (registered.size === 0) addEventListener('keydown', press)
    registered.add(entry)
    return () => {
      registered.delete(entry)
      if (registered.size === 0) removeEventListener('keydown', press)
    }
  }, [])
}

/** The keys of the page in view. */
export function pageKeys(): readonly PageKey[] {
  return Array.from(registered).flatMap(({ keys }) => keys())
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement && /^(checkbox|radio|button)$/.test(target.type)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

let before = ''

function press(event: KeyboardEvent): void {
  const key = event.key.toLowerCase()
  const afterG = before === 'g'
  before = key
  if (event.ctrlKey || event.metaKey || event.altKey || afterG || isTyping(event.target)) return
  if (document.querySelector('dialog[open]')) return
  const found = pageKeys().find((it) => it.key === key)
  if (!found) return
  event.preventDefault()
  found.run()
}
