import { describe, expect, it } from 'vitest'
import type { Column } from '../column.ts'
import { type EventLog, emptyMeta } from '../log.ts'
import { writeXes } from './write-xes.ts'

function text(values: (string | undefined)[]): Extract<Column, { kind: 'string' }> {
  const dictionary = [...new Set(values.filter((value) => value !== undefined))]
  return {
    kind: 'string',
    codes: Int32Array.from(values, (value) => (value === undefined ? -1 : dictionary.indexOf(value))),
    values: dictionary,
  }
}

describe('writeXes', () => {
  it('writes attributes in the schema of IEEE 1849', () => {
    const log: EventLog = {
      timeZone: 'Asia/Shanghai',
      caseIds: ['1'],
      caseOffsets: Int32Array.of(0, 1),
      activity: text(['accept']),
      time: Float64Array.of(Date.UTC(2025, 0, 1)),
      sourceRow: Int32Array.of(1),
      eventAttributes: new Map<string, Column>([
        ['concept:name', text(['taken'])],
        [
          'list',
          {
            kind: 'json',
            codes: Int32Array.of(0),
            values: ['{"type":"list","children":[{"type":"int","key":"i","value":"1"}]}'],
          },
        ],
        ['free', { kind: 'json', codes: Int32Array.of(0), values: ['[1]'] }],
      ]),
      caseAttributes: new Map([['<&>', text(['"\n'])]]),
      meta: emptyMeta,
    }
    expect([...writeXes(log)].join('')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<trace>
<string key="concept:name" value="1"/>
<string key="&lt;&amp;&gt;" value="&quot;&#10;"/>
<event>
<string key="concept:name" value="accept"/>
<date key="time:timestamp" value="2025-01-01T08:00:00.000+08:00"/>
<string key="attribute:concept:name" value="taken"/>
<list key="list"><values>
<int key="i" value="1"/>
</values></list>
<string key="free" value="[1]"/>
</event>
</trace>
</log>
`)
  })
})
