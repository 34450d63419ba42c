import { ProblemError } from '../http/problem-error.ts'

export type PasswordRule = 'short' | 'ownName' | 'common' | 'sequence' | 'fewLetters'

const shortest = 12

/**
 * Refuses weak new passwords. Length counts, not a mix of signs, and nobody has to change a good password after some weeks
 * (NIST SP 800-63B); a Chinese character counts twice, as it is harder to guess.
 *
 * @param about words that lead to the person: login and name
 * @throws ProblemError `passwordWeak` with the rule as reason
 */
export function checkPasswordRules(password: string, about: readonly string[]): void {
  const rule = brokenRule(password, about)
  if (rule) throw new ProblemError('passwordWeak', { reason: rule, shortest })
}

/** The first rule that a password breaks; undefined: none. */
export function brokenRule(password: string, about: readonly string[]): PasswordRule | undefined {
  const text = password.normalize('NFKC').toLowerCase()
  if (lengthOf(text) < shortest) return 'short'
  if (new Set(text).size < 5) return 'fewLetters'
  if (about.some((word) => holds(text, word))) return 'ownName'
  const rest = withoutRuns(text)
  if (lengthOf(rest) < shortest / 2) return 'sequence'
  // What is left when the words that everybody tries are taken out must still be hard to guess.
  const words = unleet(rest.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''))
  const unusual = common.reduce((left, word) => left.replaceAll(word, ''), words).replace(/[^\p{L}]/gu, '')
  return holdsCommon(rest) && lengthOf(unusual) < 6 ? 'common' : undefined
}

function lengthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (/\p{Script=Han}/u.test(letter) ? 2 : 1), 0)
}

function holds(text: string, word: string): boolean {
  const known = word.normalize('NFKC').toLowerCase()
  const least = /\p{Script=Han}/u.test(known) ? 2 : 4
  if (known.length < least || !text.includes(known)) return false
  return lengthOf(text.replaceAll(known, '')) < shortest
}

function holdsCommon(text: string): boolean {
  const plain = unleet(text)
  return common.some((word) => plain.includes(word))
}

function unleet(text: string): string {
  return text.replace(/[@4]/g, 'a').replace(/0/g, 'o').replace(/[$5]/g, 's').replace(/[1!]/g, 'i').replace(/3/g, 'e')
}

/** Cuts runs such as aaaa, 12345, dcba and qwert down to their first sign. */
function withoutRuns(text: string): string {
  let rest = ''
  for (let at = 0; at < text.length; ) {
    const length = runLength(text, at)
    rest += text[at]
    at += length >= 4 ? length : 1
  }
  return rest
}

const rows = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1qaz2wsx3edc4rfv', 'abcdefghijklmnopqrstuvwxyz']
const known = rows.flatMap((row) => [row, [...row].reverse().join('')])

function runLength(text: string, from: number): number {
  let same = 1
  while (text[from + same] === text[from]) same += 1
  let along = 1
  while (from + along < text.length && known.some((row) => row.includes(text.slice(from, from + along + 1)))) along += 1
  return Math.max(same, along)
}

/** Words that passwords are made of most often, here and elsewhere, after the usual replacements of letters were undone. */
const common = [
  'zhengfeng',
  'zhengwu',
  'xiaoneng',
  'jiandu',
  'administrator',
  'admin',
  'guanliyuan',
  'password',
  'passwd',
  'mima',
  'welcome',
  'letmein',
  'iloveyou',
  'woaini',
  'woai',
  'zhongguo',
  'beijing',
  'hainan',
  'haikou',
  'changeme',
  'default',
  'qwerty',
  'monkey',
  'dragon',
  'football',
  'baseball',
  'superman',
  'sunshine',
  'princess',
  'master',
  'secret',
  'summer',
  'winter',
  'spring',
  'autumn',
  'test',
  'user',
  'login',
  'root',
  'system',
  'service',
  'supervisor',
  'security',
  'audit',
  'office',
  'computer',
  'internet',
  'huawei',
  'tencent',
  'alibaba',
  'taobao',
  'government',
  'efficiency',
  '政风',
  '政务',
  '效能',
  '监督',
  '管理员',
  '密码',
  '服务',
  '中国',
  '我爱你',
  '人民',
  '领导',
] as const
