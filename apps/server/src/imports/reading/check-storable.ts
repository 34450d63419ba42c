import { eventLimits } from '@zhengfeng/contract'
import type { Column, EventLog, Profile } from '@zhengfeng/eventlog'
import { ReadingFailure } from './failures.ts'

/** Longer names than this cannot be searched for and counted by. */
const itemLength = 500

/**
 * Refuses what the database cannot hold: NUL characters and halves of surrogate pairs anywhere, and names that are too long to be
 * names.
 *
 * @throws ReadingFailure `textTooLong`, `badCharacter`
 */
export function checkStorable(log: EventLog, profile: Profile): void {
  checkTexts('case', log.caseIds, eventLimits.caseNoLength)
  checkTexts('activity', log.activity.values, eventLimits.nameLength)
  checkTexts('resource', log.resource?.values ?? [], eventLimits.nameLength)
  checkTexts('department', log.department?.values ?? [], eventLimits.nameLength)
  checkTexts('office', log.caseOffice?.values ?? [], eventLimits.nameLength)
  checkTexts('lifecycle', log.lifecycle?.values ?? [], eventLimits.nameLength)
  const short = new Map([
    ['channel', eventLimits.nameLength],
    ['window', eventLimits.nameLength],
    ...[profile.columns.item, profile.columns.channel].flatMap((name) =>
      name === undefined ? [] : [[name.replace(/^case:/, ''), itemLength] as const],
    ),
  ])
  for (const columns of [log.eventAttributes, log.caseAttributes]) {
    checkTexts('columns', Array.from(columns.keys()), eventLimits.nameLength)
    for (const [name, column] of columns) checkTexts(name, textsOf(column), short.get(name) ?? Number.POSITIVE_INFINITY)
  }
}

function textsOf(column: Column): readonly string[] {
  return column.kind === 'string' || column.kind === 'json' ? column.values : []
}

const unstorable = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\\u0000/

function checkTexts(field: string, texts: readonly string[], longest: number): void {
  for (const text of texts) {
    if (text.length > longest)
      throw new ReadingFailure('textTooLong', {
        field,
        value: `${text.slice(0, 60)}…`,
        length: text.length,
        limit: longest,
      })
    if (unstorable.test(text)) throw new ReadingFailure('badCharacter', { field, value: text.slice(0, 60) })
  }
}
