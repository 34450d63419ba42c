import { IntlMessageFormat } from 'intl-messageformat'

export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

export type TextValues = Readonly<Record<string, string | number | Date>>
export type Texts = { readonly [key: string]: string | Texts }

/** Texts of one language: `t('analysis.ranking.title', { count })`: the feature, then the path of keys in its file. */
export interface Translator {
  readonly language: Language
  readonly t: (key: string, values?: TextValues) => string
  /** Whether there is a text for the key. */
  readonly has: (key: string) => boolean
}

const files = import.meta.glob<Texts>(
  '../../../../locales/*/{console,analysis,work,admin,indicators,warnings,detectors,tables,ingest,imports,report,cli}.json',
  { import: 'default' },
)

/** Loads the locale file of a feature; the same promise for the same file. */
export function loadTexts(language: Language, feature: string): Promise<Texts> {
  const path = `../../../../locales/${language}/${feature}.json`
  let loading = loads.get(path)
  if (!loading) {
    const load = files[path]
    loading = load ? load() : Promise.reject(new Error(`no locale file ${language}/${feature}`))
    loads.set(path, loading)
  }
  return loading
}

const loads = new Map<string, Promise<Texts>>()

/**
 * Makes a translator over loaded texts, by feature. Texts are ICU messages; those without braces cost nothing. A key without a
 * text reads as the key itself, marked, so that a screen stays usable and a test finds it.
 */
export function createTranslator(language: Language, textsByFeature: Readonly<Record<string, Texts>>): Translator {
  const formats = new Map<string, IntlMessageFormat>()
  const has = (key: string): boolean => findText(textsByFeature, key) !== undefined
  const t = (key: string, values: TextValues = {}): string => {
    const text = findText(textsByFeature, key)
    if (text === undefined) return `⟦${key}⟧`
    if (!text.includes('{')) return text
    let format = formats.get(key)
    if (!format) {
      format = new IntlMessageFormat(text, language)
      formats.set(key, format)
    }
    return String(format.format({ ...values }))
  }
  return { language, t, has }
}

function findText(textsByFeature: Readonly<Record<string, Texts>>, key: string): string | undefined {
  let found: string | Texts | undefined = textsByFeature
  for (const part of key.split('.'))
    found = typeof found === 'object' && Object.hasOwn(found, part) ? found[part] : undefined
  return typeof found === 'string' ? found : undefined
}
