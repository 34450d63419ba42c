import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskAddress, maskField, maskIdentity, maskName, maskPhone } from './mask.ts'

describe('masking', () => {
  test.each([
    ['张三', '张*'],
    ['李小敏', '李*敏'],
    ['欧阳小敏敏', '欧***敏'],
    ['张', '*'],
    ['𠮷野家', '𠮷*家'],
    ['Ada Lovelace', 'A* L*'],
    [' 王芳 ', '王*'],
    ['', ''],
  ])('a name: %s → %s', (text, masked) => expect(maskName(text)).toBe(masked))

  test.each([
    ['13812343210', '138****3210'],
    ['+86 138-1234-3210', '138****3210'],
    ['0086138 1234 3210', '138****3210'],
    ['0898-65332211', '********2211'],
    ['12345', '****'],
    ['no phone', '****'],
    ['', ''],
  ])('a phone: %s → %s', (text, masked) => expect(maskPhone(text)).toBe(masked))

  test.each([
    ['460100199001011234', '460100********1234'],
    ['46010019900101123x', '460100********123X'],
    ['460100900101123', '460100*****1123'],
    ['E12345678', 'E******78'],
    ['1234', '****'],
    ['', ''],
  ])('a number of identity: %s → %s', (text, masked) => expect(maskIdentity(text)).toBe(masked))

  test.each([
    ['海南省海口市龙华区国贸路1号', '海南省海口市龙华区****'],
    ['广西壮族自治区南宁市青秀区民族大道1号', '广西壮族自治区南宁市青秀区****'],
    ['四川省阿坝藏族羌族自治州茂县凤仪镇', '四川省阿坝藏族羌族自治州茂县****'],
    ['海口市琼山区府城镇', '海口市琼山区****'],
    ['海南省琼海市嘉积镇', '海南省琼海市****'],
    ['12 Main Street', '****'],
    ['', ''],
  ])('an address: %s → %s', (text, masked) => expect(maskAddress(text)).toBe(masked))

  test('a secret shows nothing', () => expect(maskField('secret', 'abc')).toBe('****'))

  test('never shows what it should hide, whatever stands in the field', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('name', 'phone', 'identity', 'address', 'secret' as const),
        fc.string({ minLength: 2 }),
        (grade, text) => {
          const plain = text.trim()
          if (plain.length > 1) expect(maskField(grade, text)).not.toContain(plain)
        },
      ),
    )
  })
})
