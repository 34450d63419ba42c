import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeText, html, trusted } from './markup.ts'

describe('markup', () => {
  it('escapes texts in content and in attributes', () => {
    const name = `"><script>alert('1')</script>&`
    expect(html`<p title="${name}">${name}</p>`.markup).toBe(
      '<p title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;</p>',
    )
  })

  it('takes markup as it is, joins lists, and leaves out what is not there', () => {
    expect(html`${[html`<b>${1}</b>`, 'x']}${false}${null}${undefined}${trusted('<i>')}`.markup).toBe('<b>1</b>x<i>')
  })

  it('replaces what no document may hold', () => {
    expect(escapeText('a\u0000b\uD800c\uFFFEd\u0085')).toBe('a\uFFFDb\uFFFDc\uFFFDd\uFFFD')
    expect(escapeText('表情 😀\n\t')).toBe('表情 😀\n\t')
  })

  it('never lets a text open a tag, end an attribute or begin an entity', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeText(text)
        expect(escaped).not.toMatch(/[<>"']/)
        expect(escaped.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&')
      }),
    )
  })
})
