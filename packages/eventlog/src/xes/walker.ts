import type { Scope } from '../attributes/roles.ts'
import { SourceError } from '../errors.ts'
import type { Attribute } from '../log.ts'
import { attributeText } from '../xml/attribute-text.ts'
import { LF } from '../xml/bytes.ts'
import { Utf8Input } from '../xml/encoding.ts'
import { CLOSE, MORE, OPEN, XmlTokeniser } from '../xml/tokeniser.ts'
import {
  CLASSIFIER,
  CONTAINER,
  EVENT,
  EXTENSION,
  elementCode,
  GLOBAL,
  LIST,
  LOG,
  TRACE,
  typeNames,
  VALUES,
} from './elements.ts'
import { classifierOf, extensionOf, type MutableMeta } from './log-meta.ts'
import type { ValueRange, XesSink } from './sink.ts'

interface Frame {
  readonly type: Attribute['type']
  readonly key: string
  readonly value: string | undefined
  readonly children: Attribute[]
}

type Place = 'document' | 'log' | 'global' | 'trace' | 'event'

/** Walks an XES document that comes in chunks cut anywhere, and collects what it says about the log as a whole. */
export class XesWalker {
  readonly meta: MutableMeta = { extensions: [], classifiers: [], globals: { trace: [], event: [] }, attributes: [] }
  readonly #source: string
  readonly #sink: XesSink
  readonly #input: Utf8Input
  readonly #xml: XmlTokeniser
  readonly #elements: number[] = []
  readonly #range: ValueRange = { keyFrom: 0, keyTo: 0, valueFrom: 0, valueTo: 0 }
  readonly #keyName: number
  readonly #valueName: number
  #place: Place = 'document'
  /** Where the open event stands. */
  #eventParent: Place = 'trace'
  #globalScope: Scope = 'event'
  /** Attributes that are open, outermost first; a `values` element repeats its list. */
  #frames: Frame[] = []
  /** Depth of the unknown element that is skipped, `0` where none is. */
  #skipDepth = 0

  constructor(source: string, sink: XesSink) {
    this.#source = source
    this.#sink = sink
    this.#input = new Utf8Input(source)
    this.#xml = new XmlTokeniser(source, false)
    this.#keyName = this.#xml.names.code('key')
    this.#valueName = this.#xml.names.code('value')
  }

  push(chunk: Uint8Array): void {
    const bytes = this.#input.push(chunk)
    if (bytes.length === 0) return
    this.#xml.feed(bytes)
    this.#walk()
  }

  /** Walks over what is there of a document that may be cut off anywhere. */
  pushHead(head: Uint8Array): void {
    this.push(head)
    this.#xml.feed(this.#input.flush())
    this.#walk()
  }

  /** Says that the document is complete. */
  finish(): void {
    this.#xml.feed(this.#input.flush())
    this.#xml.end()
    this.#walk()
  }

  #walk(): void {
    const xml = this.#xml
    for (;;) {
      if (this.#place === 'event' && this.#frames.length === 0 && this.#skipDepth === 0) this.#repeat()
      const token = xml.next()
      if (token === MORE) return
      if (token === OPEN) this.#open()
      else if (token === CLOSE) this.#close()
    }
  }

  /** Takes the attributes of an event that come as in the events before. */
  #repeat(): void {
    const sink = this.#sink
    const xml = this.#xml
    for (let start = sink.expected(); start !== undefined && xml.repeats(start); start = sink.expected())
      sink.repeated(xml, xml.from, xml.to)
  }

  #open(): void {
    if (this.#skipDepth > 0) return
    const xml = this.#xml
    const element = this.#elements[xml.name] ?? this.#learn(xml.name)
    if (this.#frames.length > 0) this.#openNested(element)
    else if (element <= CONTAINER && this.#place !== 'document') this.#attribute(element)
    else if (element === EVENT && (this.#place === 'trace' || this.#place === 'log')) {
      this.#sink.beginEvent(xml.line, this.#place === 'trace')
      if (xml.selfClosing) this.#sink.endEvent()
      else {
        this.#eventParent = this.#place
        this.#place = 'event'
      }
    } else if (element === TRACE && this.#place === 'log') {
      this.#sink.beginTrace(xml.line)
      if (xml.selfClosing) this.#sink.endTrace()
      else this.#place = 'trace'
    } else this.#openOther(element)
  }

  #openOther(element: number): void {
    const xml = this.#xml
    if (this.#place === 'document') {
      if (element !== LOG) throw this.#notXes()
      if (!xml.selfClosing) this.#place = 'log'
    } else if (element === GLOBAL && this.#place === 'log') {
      this.#globalScope = attributeText(xml, 'scope') === 'trace' ? 'trace' : 'event'
      if (!xml.selfClosing) this.#place = 'global'
    } else if (element === EXTENSION && this.#place === 'log') {
      this.meta.extensions.push(extensionOf(xml))
    } else if (element === CLASSIFIER && this.#place === 'log') this.meta.classifiers.push(classifierOf(xml))
    else {
      this.#sink.unknown(xml.names.text(xml.name), xml.line)
      if (!xml.selfClosing) this.#skipDepth = xml.depth
    }
  }

  #attribute(type: number): void {
    const xml = this.#xml
    const range = this.#range
    if (!this.#locate(range)) {
      this.#withoutValue(type)
      return
    }
    if (type < LIST && (this.#place === 'event' || this.#place === 'trace')) {
      this.#sink.scalar(this.#place, type, xml, range)
      if (xml.selfClosing) {
        if (this.#place === 'event') this.#remember(range)
        return
      }
    }
    this.#begin(this.#frame(type, xml.text(range.valueFrom, range.valueTo)))
  }

  /** Only a tag that is plain in every way may stand for others. */
  #remember({ keyTo, keyFrom, valueFrom }: ValueRange): void {
    const { bytes, attributeCount, from } = this.#xml
    if (attributeCount !== 2 || keyFrom > valueFrom || bytes[keyTo] !== bytes[keyFrom - 1]) return
    const start = bytes.subarray(from, valueFrom)
    if (!start.includes(LF)) this.#sink.remember(start)
  }

  /** Finds key and value; false where there is no value. */
  #locate(range: ValueRange): boolean {
    const { attributeNames, attributeFrom, attributeTo, attributeCount } = this.#xml
    let key = -1
    let value = -1
    for (let i = 0; i < attributeCount; i++) {
      if (attributeNames[i] === this.#keyName) key = i
      else if (attributeNames[i] === this.#valueName) value = i
    }
    if (key < 0) throw this.#malformed(`<${this.#xml.names.text(this.#xml.name)}> without key`)
    range.keyFrom = attributeFrom[key]!
    range.keyTo = attributeTo[key]!
    if (value < 0) return false
    range.valueFrom = attributeFrom[value]!
    range.valueTo = attributeTo[value]!
    return true
  }

  #withoutValue(type: number): void {
    if (type < LIST) this.#sink.unknown(`${typeNames[type]} ${this.#frame(type, undefined).key}`, this.#xml.line)
    this.#begin(this.#frame(type, undefined))
  }

  #frame(type: number, value: string | undefined): Frame {
    const key = this.#xml.text(this.#range.keyFrom, this.#range.keyTo)
    return { type: typeNames[type]!, key, value: type < LIST ? value : undefined, children: [] }
  }

  #begin(frame: Frame): void {
    if (this.#xml.selfClosing) this.#complete(frame)
    else this.#frames.push(frame)
  }

  #openNested(element: number): void {
    const top = this.#frames.at(-1)!
    if (element <= CONTAINER) {
      const hasValue = this.#locate(this.#range)
      this.#begin(
        this.#frame(element, hasValue ? this.#xml.text(this.#range.valueFrom, this.#range.valueTo) : undefined),
      )
    } else if (element === VALUES && top.type === 'list') {
      if (!this.#xml.selfClosing) this.#frames.push(top)
    } else this.#openOther(element)
  }

  #close(): void {
    if (this.#skipDepth > 0) {
      if (this.#xml.depth < this.#skipDepth) this.#skipDepth = 0
    } else if (this.#frames.length > 0) {
      const frame = this.#frames.pop()!
      if (frame !== this.#frames.at(-1)) this.#complete(frame)
    } else if (this.#place === 'event') {
      this.#sink.endEvent()
      this.#place = this.#eventParent
    } else if (this.#place === 'trace') {
      this.#sink.endTrace()
      this.#place = 'log'
    } else this.#place = this.#place === 'global' ? 'log' : 'document'
  }

  /** An attribute has ended that is not a plain scalar of a trace or event. */
  #complete(frame: Frame): void {
    const parent = this.#frames.at(-1)
    const place = this.#place
    if (parent) parent.children.push(attributeOf(frame))
    else if (place === 'log') this.meta.attributes.push(attributeOf(frame))
    else if (place === 'global') this.meta.globals[this.#globalScope].push(attributeOf(frame))
    else if (place !== 'trace' && place !== 'event') return
    else if (frame.type === 'list' || frame.type === 'container') this.#sink.structured(place, attributeOf(frame))
    else if (frame.children.length > 0) this.#sink.children(place, frame.key, frame.children)
  }

  #learn(name: number): number {
    const element = elementCode(this.#xml.names.text(name))
    this.#elements[name] = element
    return element
  }

  #notXes(): SourceError {
    const value = `<${this.#xml.names.text(this.#xml.name)}>`
    return new SourceError('sourceNotRecognised', {
      source: this.#source,
      expected: '<log>',
      value,
      line: this.#xml.line,
    })
  }

  #malformed(detail: string): SourceError {
    return new SourceError('sourceMalformed', { source: this.#source, line: this.#xml.line, detail })
  }
}

function attributeOf(frame: Frame): Attribute {
  const { type, key, value, children } = frame
  return { type, key, ...(value !== undefined && { value }), ...(children.length > 0 && { children }) }
}
