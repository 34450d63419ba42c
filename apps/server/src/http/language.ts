import { createTranslator, type Language, languages, type Translator } from '@zhengfeng/locales'

/** The language that a caller asks for in `Accept-Language`; Chinese where none of ours is asked for. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const ranked = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag, ...parameters] = part.trim().toLowerCase().split(';')
      const weight = parameters.map((text) => text.trim()).find((text) => text.startsWith('q='))
      return { tag, weight: weight === undefined ? 1 : Number(weight.slice(2)) || 0 }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { tag } of ranked) {
    const found = languages.find((language) => language.toLowerCase().split('-')[0] === tag.split('-')[0])
    if (found) return found
  }
  return languages[0]
}

const translators = new Map<Language, Translator>()

/** The texts of a language, made once. */
export function textsIn(language: Language): Translator {
  let translator = translators.get(language)
  if (!translator) {
    translator = createTranslator(language)
    translators.set(language, translator)
  }
  return translator
}
