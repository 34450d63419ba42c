import type { ImportPreview } from '@zhengfeng/contract'
import { type Column, type EventLog, type Profile, valueAt } from '@zhengfeng/eventlog'
import { storedName } from './stored-profile.ts'

type PersonalColumn = NonNullable<ImportPreview['reading']>['personalColumns'][number]

/** Names under which exports keep what identifies people who ask for something; officers are not meant. */
const personalNames =
  /申请人|申报人|当事人|投诉人|来电人|代理人|法定代表人|法人代表|联系人|姓名|身份证|证件号|手机|电话|联系方式|住址|地址|邮箱|电子邮件|applicant|complainant|applyername|(^|[^a-z])(phone|mobile|tel|e?-?mail|address|passport|ssn|id[-_ ]?(card|number|no))([^a-z]|$)/i
/** Of officers, offices, groups of applicants, dates: named alike, but telling of nobody. */
const notPersonal = /类型|种类|类别|性质|时间|日期|办理人|经办|处理人|type|kind|group|date|time|count|status/i

const identityCard = /^\d{17}[\dXx]$/
const mobilePhone = /^(?:\+?86[- ]?)?1[3-9]\d{9}$/
const email = /^[^\s@]+@[^\s@]+\.[A-Za-z]{2,}$/

const sampleRows = 2000
/** A column of which this share looks like identity numbers, phones or addresses is one. */
const personalShare = 0.2

/** The attributes of a log that identify people: by the roles of the profile, by their names, or by what they hold. */
export function personalColumns(log: EventLog, profile: Profile): readonly PersonalColumn[] {
  const roles = new Set(
    [profile.columns.applicant, profile.columns.agent].flatMap((name) =>
      name === undefined ? [] : [storedName(log, name)],
    ),
  )
  const found = (name: string, scope: 'event' | 'case', column: Column): PersonalColumn[] => {
    const because = reasonOf(scope === 'case' ? `case:${name}` : name, column, roles)
    if (!because) return []
    return [{ name: scope === 'case' ? `case:${name}` : name, scope, because, example: masked(firstText(column)) }]
  }
  return [
    ...Array.from(log.caseAttributes, ([name, column]) => found(name, 'case', column)),
    ...Array.from(log.eventAttributes, ([name, column]) => found(name, 'event', column)),
  ].flat()
}

function reasonOf(name: string, column: Column, roles: ReadonlySet<string>): PersonalColumn['because'] | undefined {
  if (roles.has(name)) return 'role'
  if (column.kind === 'instant' || column.kind === 'boolean') return undefined
  const texts = sample(column)
  if (texts.length === 0) return undefined
  if (personalNames.test(name) && !notPersonal.test(name)) return 'name'
  const hits = texts.filter((text) => identityCard.test(text) || mobilePhone.test(text) || email.test(text)).length
  return hits / texts.length >= personalShare ? 'content' : undefined
}

function sample(column: Column): readonly string[] {
  if (column.kind === 'string') return column.values.slice(0, sampleRows)
  if (column.kind !== 'number') return []
  return Array.from(column.values.subarray(0, sampleRows)).flatMap((value) =>
    Number.isNaN(value) ? [] : [String(value)],
  )
}

function firstText(column: Column): string {
  const rows = column.kind === 'string' || column.kind === 'json' ? column.codes.length : column.values.length
  for (let row = 0; row < rows; row++) {
    const value = valueAt(column, row)
    if (value !== undefined && value !== '') return String(value)
  }
  return ''
}

/** The first character, and how many there are. */
function masked(text: string): string {
  const [first = '', ...rest] = Array.from(text)
  return first + '*'.repeat(Math.min(rest.length, 10))
}
