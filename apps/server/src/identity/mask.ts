/** How much of a personal field is shown to those who may not read it whole. */
export type FieldGrade = 'name' | 'phone' | 'identity' | 'address' | 'secret'

/**
 * Masks a field by its grade; what does not look like its grade is hidden whole rather than shown by mistake.
 *
 * Source: the masking usual in government service systems: 张*, 李*敏, 138****3210, 460100********1234, addresses to the district.
 */
export function maskField(grade: FieldGrade, text: string): string {
  switch (grade) {
    case 'name':
      return maskName(text)
    case 'phone':
      return maskPhone(text)
    case 'identity':
      return maskIdentity(text)
    case 'address':
      return maskAddress(text)
    case 'secret':
      return text.trim() === '' ? '' : hidden
  }
}

const hidden = '****'

/** 张三 → 张*; 李小敏 → 李*敏; other scripts: the first letter of each word. Organisations are not people and not masked here. */
export function maskName(text: string): string {
  const name = text.trim()
  const letters = [...name]
  if (letters.length === 0) return ''
  if (!/\p{Script=Han}/u.test(name))
    return name
      .split(/\s+/)
      .map((word) => `${[...word][0]}*`)
      .join(' ')
  if (letters.length === 1) return '*'
  if (letters.length === 2) return `${letters[0]}*`
  return `${letters[0]}${'*'.repeat(letters.length - 2)}${letters.at(-1)}`
}

/** 13812343210 → 138****3210; the last four digits of any other number of seven or more. */
export function maskPhone(text: string): string {
  const digits = text.replace(/^\s*(?:\+|00)86/, '').replace(/\D/g, '')
  if (digits === '') return text.trim() === '' ? '' : hidden
  if (/^1\d{10}$/.test(digits)) return `${digits.slice(0, 3)}****${digits.slice(7)}`
  return digits.length < 7 ? hidden : `${'*'.repeat(digits.length - 4)}${digits.slice(-4)}`
}

/** The first six (place) and the last four: 460100199001011234 → 460100********1234. */
export function maskIdentity(text: string): string {
  const number = text.trim().toUpperCase()
  if (number === '') return ''
  if (/^\d{17}[\dX]$/.test(number)) return `${number.slice(0, 6)}${'*'.repeat(8)}${number.slice(-4)}`
  if (/^\d{15}$/.test(number)) return `${number.slice(0, 6)}${'*'.repeat(5)}${number.slice(-4)}`
  // Passports and the like are short: what stays must not lead back to the person.
  const letters = [...number]
  return letters.length < 5 ? hidden : `${letters[0]}${'*'.repeat(letters.length - 3)}${letters.slice(-2).join('')}`
}

/** To the district: 海南省海口市龙华区某路1号 → 海南省海口市龙华区****. Hidden whole where no district is found. */
export function maskAddress(text: string): string {
  const address = text.trim()
  if (address === '') return ''
  const region =
    /^(?:[^省区市州县旗\d\s]{2,8}(?:省|自治区))?(?:[^省区市州县旗盟\d\s]{1,10}(?:自治州|地区|市|盟))?(?:[^省区市州县旗\d\s]{1,8}(?:自治县|自治旗|区|县|市|旗))?/u.exec(
      address,
    )?.[0]
  return region === undefined || region === '' ? hidden : `${region}${hidden}`
}
