import type { Scope } from '../attributes/roles.ts'
import type { Attribute } from '../log.ts'
import type { Preview, PreviewColumn } from '../reading-report.ts'
import { textOf } from '../xml/bytes.ts'
import type { XmlTokeniser } from '../xml/tokeniser.ts'
import { BOOLEAN, DATE, FLOAT, INT } from './elements.ts'
import type { ValueRange, XesSink } from './sink.ts'
import { XesWalker } from './walker.ts'

const maxEvents = 5000
const stepBytes = 1 << 16

/**
 * Looks at the first 5,000 events of an XES log.
 *
 * @param head the first bytes, not compressed, cut anywhere; 1 MB is plenty
 * @returns attributes of events and of traces (`scope: 'case'`, repeated for each event), with the type they declare
 * @throws SourceError where the beginning is no XES at all
 * @example
 * const head = new TextEncoder().encode('<log><trace><event><int key="n" value="1"/></event><event>')
 * previewXes(head).columns // → [{ name: 'n', scope: 'event', declared: 'number', texts: ['1'] }]
 */
export function previewXes(head: Uint8Array, options: { readonly source?: string } = {}): Preview {
  const collector = new Collector()
  const walker = new XesWalker(options.source ?? '', collector)
  for (let at = 0; at < head.length && collector.rows < maxEvents; at += stepBytes) {
    const step = head.subarray(at, at + stepBytes)
    if (at + stepBytes >= head.length) walker.pushHead(step)
    else walker.push(step)
  }
  return collector.preview()
}

interface Collected {
  readonly name: string
  readonly scope: PreviewColumn['scope']
  /** `null` where the types differ. */
  declared: PreviewColumn['declared'] | null
  readonly texts: string[]
}

/** Collects raw texts; a row counts when its event is complete. */
class Collector implements XesSink {
  rows = 0
  readonly #columns = new Map<string, Collected>()
  #firstOfTrace = 0
  #trace: readonly (readonly [Collected, string])[] = []

  beginTrace(): void {
    this.#firstOfTrace = this.rows
    this.#trace = []
  }

  endTrace(): void {
    for (const [column, text] of this.#trace)
      for (let row = this.#firstOfTrace; row < this.rows; row++) column.texts[row] = text
    this.#trace = []
  }

  beginEvent(): void {}

  endEvent(): void {
    this.rows++
  }

  scalar(scope: Scope, type: number, xml: XmlTokeniser, range: ValueRange): void {
    const column = this.#column(scope, textOf(xml.bytes, range.keyFrom, range.keyTo), declaredType(type))
    const text = textOf(xml.bytes, range.valueFrom, range.valueTo)
    if (scope === 'event') column.texts[this.rows] = text
    else this.#trace = [...this.#trace, [column, text]]
  }

  expected(): undefined {}

  repeated(): void {}

  remember(): void {}

  structured(scope: Scope, attribute: Attribute): void {
    this.#column(scope, attribute.key, null)
  }

  children(): void {}

  unknown(): void {}

  preview(): Preview {
    this.endTrace()
    const rows = Math.min(this.rows, maxEvents)
    const columns = [...this.#columns.values()].map(({ name, scope, declared, texts }) => ({
      name,
      scope,
      ...(declared && { declared }),
      texts: Array.from({ length: rows }, (_, row) => texts[row] ?? ''),
    }))
    return { format: 'xes', rows, columns }
  }

  #column(scope: Scope, name: string, declared: Collected['declared']): Collected {
    const key = `${scope} ${name}`
    let column = this.#columns.get(key)
    if (!column) {
      column = { name, scope: scope === 'trace' ? 'case' : 'event', declared, texts: [] }
      this.#columns.set(key, column)
    } else if (column.declared !== declared) column.declared = null
    return column
  }
}

function declaredType(type: number): NonNullable<PreviewColumn['declared']> {
  if (type === DATE) return 'instant'
  if (type === INT || type === FLOAT) return 'number'
  return type === BOOLEAN ? 'boolean' : 'string'
}
