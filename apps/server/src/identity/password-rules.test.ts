import { describe, expect, test } from 'vitest'
import { brokenRule } from './password-rules.ts'

const about = ['li.min', '李敏']

describe('a password', () => {
  test.each([
    ['four unrelated words'],
    ['kolibri-am-fenster-9'],
    ['海风吹过旧书店的窗'],
    ['xK9#mQ2$vL5p'],
    ['correct horse battery staple'],
    ['the secret garden in october rain'],
  ])('is good: %s', (password) => expect(brokenRule(password, about)).toBeUndefined())

  test.each([
    ['xK9#mQ2$', 'short'],
    ['海风吹过旧', 'short'],
    ['aaaaaaaaaaaaaaaa', 'fewLetters'],
    ['ababababababab', 'fewLetters'],
    ['12345678901234567890', 'sequence'],
    ['qwertyuiop12345', 'sequence'],
    ['abcdefghijklmnop', 'sequence'],
    ['password1234', 'common'],
    ['P@ssw0rd!2026', 'common'],
    ['Admin@zhengfeng1', 'common'],
    ['Administrator2026!', 'common'],
    ['woaizhongguo1949', 'common'],
    ['li.min2026!', 'short'],
    ['Li.Min-20261123', 'ownName'],
    ['李敏20261123ab', 'ownName'],
  ])('is weak: %s (%s)', (password, rule) => expect(brokenRule(password, about)).toBe(rule))
})
