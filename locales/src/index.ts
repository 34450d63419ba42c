import { readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'

/** The languages of the platform; the first is the source of all texts. */
export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

/** The locale files: one per feature, `locales/<language>/<feature>.json`. */
export const features = [
  'cli',
  'detectors',
  'errors',
  'report',
  'server',
  'indicators',
  'warnings',
  'console',
  'analysis',
  'work',
  'admin',
  'imports',
  'ingest',
  'tables',
] as const
export type Feature = (typeof features)[number]

export type MessageValues = Readonly<Record<string, string | number | Date>>

/** Texts of one language. `t('errors.sourceEmpty', { source })`: feature, then the path of keys in its file. */
export interface Translator {
  readonly language: Language
  readonly t: (key: string, values?: MessageValues) => string
  /** Whether there is a text for the key. */
  readonly has: (key: string) => boolean
}

/**
 * Makes a translator. Texts are ICU messages (`{count, plural, …}`, `{at, date}`); texts without braces cost nothing.
 *
 * @param language one of `languages`
 * @returns a translator whose `t` throws for a key without a text, so that a missing one is found by tests
 * @example
 * createTranslator('en').has('errors.sourceEmpty') // → true
 */
export function createTranslator(language: Language): Translator {
  const formats = new Map<string, IntlMessageFormat>()
  const texts = new Map<string, string | undefined>()
  const textOf = (key: string): string | undefined => {
    if (!texts.has(key)) texts.set(key, findText(language, key))
    return texts.get(key)
  }
  const has = (key: string): boolean => textOf(key) !== undefined
  const t = (key: string, values: MessageValues = {}): string => {
    const text = textOf(key)
    if (text === undefined) throw new Error(`no text for ${key} in ${language}`)
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

type Texts = { readonly [key: string]: string | Texts }

const loaded = new Map<string, Texts>()

function findText(language: Language, key: string): string | undefined {
  const [feature, ...path] = key.split('.')
  if (!features.includes(feature as Feature)) return undefined
  let found: string | Texts | undefined = textsOf(language, feature as Feature)
  for (const part of path) found = typeof found === 'object' ? found[part] : undefined
  return typeof found === 'string' ? found : undefined
}

/** All texts of one feature, as they stand in the locale file. */
export function textsOf(language: Language, feature: Feature): Texts {
  const name = `${language}/${feature}.json`
  let texts = loaded.get(name)
  if (!texts) {
    texts = JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')) as Texts
    loaded.set(name, texts)
  }
  return texts
}
