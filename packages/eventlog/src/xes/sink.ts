import type { Scope } from '../attributes/roles.ts'
import type { Attribute } from '../log.ts'
import type { XmlTokeniser } from '../xml/tokeniser.ts'

/** What a walk over an XES document tells. Ranges point into the tokeniser's bytes and hold until the call returns. */
export interface XesSink {
  beginTrace(line: number): void
  endTrace(): void
  /** `inTrace` is false for an event that stands directly in the log. */
  beginEvent(line: number, inTrace: boolean): void
  endEvent(): void
  /** An attribute that is no list or container; `type` is a code of `elements.ts`. */
  scalar(scope: Scope, type: number, xml: XmlTokeniser, range: ValueRange): void
  /** What the tag of the next attribute of the event is likely to begin with, up to its value. */
  expected(): Uint8Array | undefined
  /** The next attribute is the expected one, with this value. */
  repeated(xml: XmlTokeniser, from: number, to: number): void
  /** What the tag of the attribute that `scalar` told last begins with. */
  remember(start: Uint8Array): void
  /** A list or container, whole. */
  structured(scope: Scope, attribute: Attribute): void
  /** The children of the attribute that `scalar` told last but for its children. */
  children(scope: Scope, key: string, children: readonly Attribute[]): void
  /** An element that XES does not know here; it is skipped with all it holds. */
  unknown(name: string, line: number): void
}

/** Where key and value of an attribute stand. One object is used again and again. */
export interface ValueRange {
  keyFrom: number
  keyTo: number
  valueFrom: number
  valueTo: number
}
