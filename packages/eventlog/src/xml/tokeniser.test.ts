import { describe, expect, it } from 'vitest'
import { CLOSE, MORE, OPEN, XmlTokeniser } from './tokeniser.ts'

/** All tokens of a document as text, fed in chunks of `size` bytes. */
function tokens(xml: string, size = 1 << 20, wantsText = true): string[] {
  const bytes = new TextEncoder().encode(xml)
  const tokeniser = new XmlTokeniser('a.xml', wantsText)
  const found: string[] = []
  for (let at = 0; at < bytes.length; at += size) {
    tokeniser.feed(bytes.subarray(at, at + size))
    drain(tokeniser, found)
  }
  tokeniser.end()
  drain(tokeniser, found)
  return found
}

function drain(xml: XmlTokeniser, found: string[]): void {
  for (let token = xml.next(); token !== MORE; token = xml.next()) {
    const name = xml.names.text(xml.name)
    if (token === OPEN) {
      const attributes = Array.from({ length: xml.attributeCount }, (_, i) => {
        const value = xml.text(xml.attributeFrom[i]!, xml.attributeTo[i]!)
        return ` ${xml.names.text(xml.attributeNames[i]!)}=${JSON.stringify(value)}`
      })
      found.push(`${xml.line}<${name}${attributes.join('')}${xml.selfClosing ? '/' : ''}>`)
    } else if (token === CLOSE) found.push(`${xml.line}</${name}>`)
    else found.push(`${xml.line}${JSON.stringify(xml.text(xml.textFrom, xml.textTo))}`)
  }
}

const document = `<?xml version="1.0"?>
<!DOCTYPE log [ <!ELEMENT log ANY> <!-- > ]]> --> ]>
<a\tx = '1&lt;"'
   y="tab\there &#x4e2d;&#20013;\r\nnext">one &amp; two<![CDATA[<raw> & ]]]]>
<b/><!-- -- > --><c:d ></c:d >
</a><?end?>
`

const expected = [
  '3<a x="1<\\"" y="tab here 中中 next">',
  '5"one & two"',
  '5"<raw> & ]]"',
  '5"\\n"',
  '6<b/>',
  '6<c:d>',
  '6</c:d>',
  '6"\\n"',
  '7</a>',
]

describe('XmlTokeniser', () => {
  it('reads tags, attributes, text, CDATA and references with their lines', () => {
    expect(tokens(document)).toEqual(expected)
  })

  it.each([1, 2, 3, 5, 7, 64])('finds the same tokens in chunks of %i bytes', (size) => {
    expect(tokens(document, size)).toEqual(expected)
  })

  it('skips text where none is wanted, and counts its lines', () => {
    expect(tokens('<a>x\ny &lt;<b/>\n\n</a>', 3, false)).toEqual(['1<a>', '2<b/>', '4</a>'])
  })

  it.each([
    ['<a></b>', 1, '</b> ≠ <a>'],
    ['\n<a b=c/>', 2, 'b without quotes'],
    ['<a b/>', 1, 'b without ='],
    ['<a b="1"c="2"/>', 1, 'attributes without space between'],
    ['<a\nb="<"/>', 2, 'b='],
    ['<a b="1" b="2"/>', 1, 'b repeated'],
    ['<a>&other;</a>', 1, '&other;'],
    ['<a b="&#xD800;"/>', 1, '&#xD800;'],
    ['<a b="x & y"/>', 1, '& y'],
    ['<a/>\n<b/>', 2, '<b>'],
    ['<a/>rest', 1, 'rest'],
    ['<a><!WRONG></a>', 1, '<!WRONG><'],
  ])('says what is wrong with %j', (xml, line, detail) => {
    expect(() => tokens(xml)).toThrow(
      expect.objectContaining({ code: 'sourceMalformed', values: { source: 'a.xml', line, detail } }),
    )
    expect(() => tokens(xml, 1)).toThrow(expect.objectContaining({ code: 'sourceMalformed' }))
  })

  it.each(['<a', '<a b="', '<a>', '<a>text', '<a><!-- ', '<a><![CDATA[', '<!DOCTYPE a [', '<?xml'])(
    'says that %j is cut off',
    (xml) => {
      expect(() => tokens(xml)).toThrow(expect.objectContaining({ code: 'sourceTruncated' }))
    },
  )

  it.each([
    '<!DOCTYPE a [<!ENTITY x "y">]><a/>',
    '<!DOCTYPE a [<!ELEMENT a ANY><!ENTITY % x SYSTEM "http://example.org/x">',
    '<!DOCTYPE a PUBLIC "-//X//Y" "http://example.org/x"><a/>',
  ])('refuses %j before anything is expanded or fetched', (xml) => {
    expect(() => tokens(xml)).toThrow(expect.objectContaining({ code: 'xmlEntityForbidden' }))
    expect(() => tokens(xml, 1)).toThrow(expect.objectContaining({ code: 'xmlEntityForbidden' }))
  })
})
