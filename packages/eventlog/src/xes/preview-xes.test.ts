import { describe, expect, it } from 'vitest'
import { previewXes } from './preview-xes.ts'

const text = `<log><global scope="event"><string key="x" value="y"/></global>
<trace><string key="concept:name" value="c1"/><date key="due" value="2025-01-03"/>
<event><string key="concept:name" value="a"/><int key="n" value="1"/></event>
<event><string key="concept:name" value="b"/><float key="n" value="1.5"/><boolean key="ok" value="true"/></event></trace>
<trace><string key="concept:name" value="c2"/><event><string key="concept:name" value="c"/></event></trace></log>`

describe('previewXes', () => {
  it('shows attributes of events and of traces, one text per event', () => {
    expect(previewXes(new TextEncoder().encode(text))).toEqual({
      format: 'xes',
      rows: 3,
      columns: [
        { name: 'concept:name', scope: 'case', declared: 'string', texts: ['c1', 'c1', 'c2'] },
        { name: 'due', scope: 'case', declared: 'instant', texts: ['2025-01-03', '2025-01-03', ''] },
        { name: 'concept:name', scope: 'event', declared: 'string', texts: ['a', 'b', 'c'] },
        { name: 'n', scope: 'event', declared: 'number', texts: ['1', '1.5', ''] },
        { name: 'ok', scope: 'event', declared: 'boolean', texts: ['', 'true', ''] },
      ],
    })
  })

  it('leaves out the event in which the head is cut, wherever that is', () => {
    const bytes = new TextEncoder().encode(text)
    for (let end = 0; end < bytes.length; end++) {
      const { rows, columns } = previewXes(bytes.subarray(0, end))
      const complete = text.slice(0, end).split('</event>').length - 1
      expect(rows).toBe(complete)
      for (const { texts } of columns) expect(texts.length).toBe(complete)
    }
  })

  it('looks at 5,000 events', () => {
    const event = '<event><string key="concept:name" value="a"/></event>'
    const head = new TextEncoder().encode(`<log><trace>${event.repeat(6000)}`)
    expect(previewXes(head).rows).toBe(5000)
  })

  it('says so where there is no XES', () => {
    expect(() => previewXes(new TextEncoder().encode('<ocel></ocel>'))).toThrow('sourceNotRecognised')
  })
})
