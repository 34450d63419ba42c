import { createContext, type ReactNode, use, useContext, useMemo } from 'react'
import { createFormatter, type Formatter } from './format.ts'
import { createTranslator, type Language, loadTexts, type Texts } from './texts.ts'

interface TextContextValue {
  readonly timeZone: string | undefined
  readonly format: Formatter
  readonly loaded: Readonly<Record<string, Texts>>
}

const TextContext = createContext<TextContextValue | undefined>(undefined)

/**
 * Gives its children the texts of some features beside those given further out. Suspends until they are loaded.
 *
 * @param props.language set by the outermost provider; the inner ones follow it, as with the time zone
 */
export function TextProvider(props: {
  readonly features: readonly string[]
  readonly language?: Language
  readonly timeZone?: string
  readonly children: ReactNode
}): ReactNode {
  const outer = useContext(TextContext)
  const language = props.language ?? outer?.format.language ?? 'zh-CN'
  const timeZone = props.timeZone ?? outer?.timeZone
  const texts = use(loadAll(language, props.features))
  const value = useMemo(() => {
    const loaded = { ...outer?.loaded, ...texts }
    return { timeZone, loaded, format: createFormatter(createTranslator(language, loaded), timeZone) }
  }, [language, timeZone, outer?.loaded, texts])
  return <TextContext value={value}>{props.children}</TextContext>
}

/** The texts, numbers and dates of the language in use. */
export function useText(): Formatter {
  const value = useContext(TextContext)
  if (!value) throw new Error('useText needs a TextProvider')
  return value.format
}

const loads = new Map<string, Promise<Readonly<Record<string, Texts>>>>()

/** Loads several features; the same promise for the same list, as `use` needs. */
export function loadAll(language: Language, features: readonly string[]): Promise<Readonly<Record<string, Texts>>> {
  const key = `${language} ${features.join(' ')}`
  let loading = loads.get(key)
  if (!loading) {
    loading = Promise.all(features.map(async (feature) => [feature, await loadTexts(language, feature)] as const)).then(
      (entries) => Object.fromEntries(entries),
    )
    loads.set(key, loading)
  }
  return loading
}
