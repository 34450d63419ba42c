import { MORE, XmlTokeniser } from '../xml/tokeniser.ts'
import { inflateEntry, type Zip } from './zip.ts'

/** Called with each token of a part, and the tokeniser to ask about it. */
export type TokenVisitor = (token: number, part: XmlPart) => void

/** One XML file of a workbook, token by token. */
export class XmlPart {
  readonly xml: XmlTokeniser
  /** Names without their namespace prefix, by code. */
  readonly #localNames: string[] = []

  constructor(source: string) {
    this.xml = new XmlTokeniser(source, true)
  }

  /** Name of the tag without its namespace prefix. */
  get name(): string {
    const { name } = this.xml
    this.#localNames[name] ??= local(this.xml.names.text(name))
    return this.#localNames[name]!
  }

  /** The last text. */
  get text(): string {
    return this.xml.text(this.xml.textFrom, this.xml.textTo)
  }

  /** An attribute by its name, with or without prefix. */
  attribute(name: string): string | undefined {
    const { xml } = this
    for (let i = 0; i < xml.attributeCount; i++)
      if (local(xml.names.text(xml.attributeNames[i]!)) === name)
        return xml.text(xml.attributeFrom[i]!, xml.attributeTo[i]!)
    return undefined
  }

  /** Visits the tokens of a chunk. */
  feed(chunk: Uint8Array, visit: TokenVisitor): void {
    this.xml.feed(chunk)
    this.drain(visit)
  }

  /** Visits what is left when no chunk follows. */
  end(visit: TokenVisitor): void {
    this.xml.end()
    this.drain(visit)
  }

  drain(visit: TokenVisitor): void {
    for (let token = this.xml.next(); token !== MORE; token = this.xml.next()) visit(token, this)
  }
}

/** Visits every token of one file of a workbook; does nothing where the workbook has no such file. */
export async function visitPart(zip: Zip, name: string, visit: TokenVisitor): Promise<void> {
  const entry = zip.entries.get(name)
  if (!entry) return
  const part = new XmlPart(`${zip.source} (${name})`)
  for await (const chunk of inflateEntry(zip, entry)) part.feed(withoutMark(chunk, part), visit)
  part.end(visit)
}

/** Drops a byte order mark from the first chunk. */
function withoutMark(chunk: Uint8Array, part: XmlPart): Uint8Array {
  const marked = part.xml.depth === 0 && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf
  return marked ? chunk.subarray(3) : chunk
}

/** Undoes `_x000D_` and the like, by which texts hold what XML cannot (ECMA-376 part 1, 22.9.2.19); line ends become LF. */
export function plainText(text: string): string {
  const decoded = text.replace(/_x([\da-fA-F]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return decoded.replace(/\r\n?/g, '\n')
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
