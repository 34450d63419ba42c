import { CLOSE, OPEN, TEXT } from '../xml/tokeniser.ts'
import { isDateFormat } from './number-format.ts'
import { plainText, visitPart } from './xml-part.ts'
import type { Zip } from './zip.ts'

/** What a worksheet's cells refer to. */
export interface Workbook {
  /** In the order of their tabs. */
  readonly sheets: readonly Sheet[]
  readonly strings: readonly string[]
  /** Whether a cell of that style shows a date or time. */
  readonly isDateStyle: readonly boolean[]
  /** Whether days are counted from 1904-01-01 instead of 1900. */
  readonly from1904: boolean
}

export interface Sheet {
  readonly name: string
  /** File in the archive. */
  readonly path: string
  readonly hidden: boolean
}

const folder = 'xl/'

/** Reads everything of a workbook but its worksheets (ECMA-376 part 1, 18). */
export async function readWorkbook(zip: Zip): Promise<Workbook> {
  const targets = await readTargets(zip)
  const book = { sheets: [] as Sheet[], from1904: false }
  await visitPart(zip, `${folder}workbook.xml`, (token, part) => {
    if (token !== OPEN) return
    if (part.name === 'workbookPr') book.from1904 = /^(?:1|true)$/.test(part.attribute('date1904') ?? '')
    if (part.name !== 'sheet') return
    const path = targets.get(part.attribute('id') ?? '')
    const state = part.attribute('state') ?? 'visible'
    if (path) book.sheets.push({ name: part.attribute('name') ?? '', path, hidden: state !== 'visible' })
  })
  return { ...book, strings: await readStrings(zip), isDateStyle: await readDateStyles(zip) }
}

/** Which file each relationship id means. */
async function readTargets(zip: Zip): Promise<ReadonlyMap<string, string>> {
  const targets = new Map<string, string>()
  await visitPart(zip, `${folder}_rels/workbook.xml.rels`, (token, part) => {
    if (token !== OPEN || part.name !== 'Relationship') return
    const target = part.attribute('Target') ?? ''
    targets.set(part.attribute('Id') ?? '', target.startsWith('/') ? target.slice(1) : folder + target)
  })
  return targets
}

/** The shared strings; of rich text the letters, of phonetic guides nothing. */
async function readStrings(zip: Zip): Promise<readonly string[]> {
  const strings: string[] = []
  let text = ''
  let inText = false
  let phonetic = 0
  await visitPart(zip, `${folder}sharedStrings.xml`, (token, part) => {
    if (token === TEXT) {
      if (inText && phonetic === 0) text += part.text
      return
    }
    const { name } = part
    const opens = token === OPEN && !part.xml.selfClosing
    if (name === 't') inText = opens
    else if (name === 'rPh') phonetic += opens ? 1 : token === CLOSE ? -1 : 0
    else if (name === 'si') {
      if (token === CLOSE || part.xml.selfClosing) strings.push(plainText(text))
      text = ''
    }
  })
  return strings
}

/** For each cell style whether its number format is one of dates. */
async function readDateStyles(zip: Zip): Promise<readonly boolean[]> {
  const formats = new Map<number, string>()
  const styles: boolean[] = []
  let inCellStyles = false
  await visitPart(zip, `${folder}styles.xml`, (token, part) => {
    const { name } = part
    if (name === 'cellXfs') inCellStyles = token === OPEN
    if (token !== OPEN) return
    if (name === 'numFmt') formats.set(Number(part.attribute('numFmtId')), part.attribute('formatCode') ?? '')
    if (name !== 'xf' || !inCellStyles) return
    const id = Number(part.attribute('numFmtId') ?? 0)
    styles.push(isDateFormat(id, formats.get(id)))
  })
  return styles
}
