import { SourceError } from '../errors.ts'
import type { Profile } from '../profile/profile.ts'
import type { ByteSource, Preview, Reading } from '../reading-report.ts'
import { Utf8Input } from '../xml/encoding.ts'
import { MORE, OPEN, TEXT, XmlTokeniser } from '../xml/tokeniser.ts'
import { OcelCollector, type OcelPreviewOptions, type OcelReadOptions } from './collector.ts'

/**
 * Reads an OCEL 2.0 log in XML and flattens it on one object type, as `readOcelJson` does. The document is read as a stream; its
 * events and objects are held in memory.
 *
 * @param source XML in any declared encoding
 * @param profile roles by the names of `ocelColumns`, attributes and object types
 * @returns the log, `sourceRow` being the line of each `<event>`, and the report
 * @throws SourceError `objectTypeMissing`, `sourceNotRecognised`, and as `readXes`
 */
export async function readOcelXml(source: ByteSource, profile: Profile, options: OcelReadOptions): Promise<Reading> {
  return (await collect(source, options)).finish(profile)
}

/** Shows the beginning of an OCEL 2.0 log in XML, flattened. */
export async function previewOcelXml(source: ByteSource, options: OcelPreviewOptions): Promise<Preview> {
  return (await collect(source, options)).preview('ocel-xml')
}

async function collect(source: ByteSource, options: OcelReadOptions): Promise<OcelCollector> {
  const collector = new OcelCollector('ocel-xml', options)
  const input = new Utf8Input(options.source)
  const walker = new OcelXmlWalker(options.source, collector)
  let bytes = 0
  for await (const chunk of source) {
    walker.push(input.push(chunk))
    bytes += chunk.length
    options.onProgress?.(bytes)
  }
  walker.push(input.flush())
  walker.end()
  return collector
}

/** An event, object or type while its element is open, in the shape of OCEL JSON. */
interface OpenElement {
  readonly key: 'events' | 'objects' | 'eventTypes' | 'objectTypes'
  readonly line: number
  readonly depth: number
  readonly fields: Record<string, unknown>
  readonly attributes: Record<string, unknown>[]
  readonly relationships: Record<string, unknown>[]
}

const keys = {
  event: 'events',
  object: 'objects',
  'event-type': 'eventTypes',
  'object-type': 'objectTypes',
} as const

class OcelXmlWalker {
  readonly #source: string
  readonly #collector: OcelCollector
  readonly #xml: XmlTokeniser
  #element: OpenElement | undefined
  /** The attribute whose text is being read. */
  #attribute: Record<string, unknown> | undefined
  #text = ''
  #rootSeen = false

  constructor(source: string, collector: OcelCollector) {
    this.#source = source
    this.#collector = collector
    this.#xml = new XmlTokeniser(source, true)
  }

  push(bytes: Uint8Array): void {
    this.#xml.feed(bytes)
    this.#walk()
  }

  end(): void {
    this.#xml.end()
    this.#walk()
  }

  #walk(): void {
    const xml = this.#xml
    for (let token = xml.next(); token !== MORE; token = xml.next()) {
      if (token === TEXT) {
        if (this.#attribute) this.#text += xml.text(xml.textFrom, xml.textTo)
      } else if (token === OPEN) {
        this.#open()
        if (xml.selfClosing) this.#close(xml.depth)
      } else this.#close(xml.depth)
    }
  }

  #open(): void {
    const name = this.#name()
    if (!this.#rootSeen) this.#checkRoot(name)
    const key = keys[name as keyof typeof keys]
    if (this.#element) this.#openWithin(this.#element, name)
    else if (key !== undefined) {
      const fields = this.#fields()
      const element = {
        key,
        line: this.#xml.line,
        depth: this.#contentDepth(),
        fields,
        attributes: [],
        relationships: [],
      }
      this.#element = element
    }
  }

  #openWithin(element: OpenElement, name: string): void {
    const fields = this.#fields()
    if (name === 'attribute') {
      this.#attribute = fields
      this.#text = ''
      element.attributes.push(fields)
    } else if (name === 'relationship' || name === 'object') {
      const { 'object-id': objectId = fields.id, qualifier } = fields
      element.relationships.push({ objectId, qualifier })
    }
  }

  /** The element at depth `depth + 1` has ended. */
  #close(depth: number): void {
    const element = this.#element
    if (!element) return
    if (depth < element.depth) {
      const { key, fields, attributes, relationships, line } = element
      this.#collector.element(key, { ...fields, attributes, relationships }, line)
      this.#element = undefined
    } else if (this.#attribute) {
      if (element.key === 'events' || element.key === 'objects') this.#attribute.value = this.#text
      this.#attribute = undefined
    }
  }

  /** Depth inside the element that was opened last. */
  #contentDepth(): number {
    return this.#xml.selfClosing ? this.#xml.depth + 1 : this.#xml.depth
  }

  #fields(): Record<string, unknown> {
    const xml = this.#xml
    const fields: Record<string, unknown> = {}
    for (let i = 0; i < xml.attributeCount; i++)
      fields[xml.names.text(xml.attributeNames[i]!)] = xml.text(xml.attributeFrom[i]!, xml.attributeTo[i]!)
    return fields
  }

  #name(): string {
    const name = this.#xml.names.text(this.#xml.name)
    return name.slice(name.indexOf(':') + 1)
  }

  #checkRoot(name: string): void {
    this.#rootSeen = true
    if (name !== 'log' && name !== 'ocel')
      throw new SourceError('sourceNotRecognised', { source: this.#source, expected: '<log>', value: `<${name}>` })
  }
}
