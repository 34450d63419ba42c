import { useSyncExternalStore } from 'react'
import { type Language, languages } from '../text/texts.ts'
import { readStored, writeStored } from './browser-storage.ts'

/** What a person chose for this browser. Kept in local storage; nothing of it leaves the browser. */
export interface Preferences {
  readonly language: Language
  readonly theme: (typeof themes)[number]
  readonly scale: (typeof scales)[number]
  readonly density: (typeof densities)[number]
  readonly navigation: 'open' | 'closed'
}

export const themes = ['system', 'light', 'dark'] as const
/** Sizes of type, as a multiple of the ordinary one. */
export const scales = [1, 1.15, 1.3] as const
export const densities = ['comfortable', 'compact'] as const

const key = 'zhengfeng.preferences'
const listeners = new Set<() => void>()
let current = read()

export function preferences(): Preferences {
  return current
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change }
  writeStored(key, JSON.stringify(current))
  for (const listener of listeners) listener()
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(): Preferences {
  let stored: Readonly<Record<string, unknown>> = {}
  try {
    stored = (JSON.parse(readStored(key) ?? '{}') ?? {}) as typeof stored
  } catch {
    // What cannot be read is as good as nothing.
  }
  return {
    language: oneOf(languages, stored.language) ?? browserLanguage(),
    theme: oneOf(themes, stored.theme) ?? 'system',
    scale: oneOf(scales, stored.scale) ?? 1,
    density: oneOf(densities, stored.density) ?? 'comfortable',
    navigation: oneOf(['open', 'closed'] as const, stored.navigation) ?? 'open',
  }
}

function oneOf<Value>(values: readonly Value[], value: unknown): Value | undefined {
  return values.find((it) => it === value)
}

/** Chinese unless the browser asks for English and not for Chinese. */
function browserLanguage(): Language {
  const asked = typeof navigator === 'undefined' ? [] : navigator.languages
  const first = asked.find((tag) => /^(zh|en)\b/.test(tag))
  return first?.startsWith('en') ? 'en' : 'zh-CN'
}
