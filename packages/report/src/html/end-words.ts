import type { Page } from './page.ts'

/** Key of a text on how cases end: in words for closing, or for being seen last where the log does not tell an end. */
export function endWord({ checkUp }: Page, key: string): string {
  return !checkUp.timeliness.endsKnown && lastSeenWords.has(key) ? `timeliness.lastSeen.${key}` : `timeliness.${key}`
}

const lastSeenWords: ReadonlySet<string> = new Set([
  ...['livedSentence', 'livedChart', 'officialChart', 'slackTitle', 'slackNote', 'slackChart'],
  ...['month', 'monthNoLimit', 'monthsChart', 'monthsNote'],
  ...['columns.closed', 'columns.overdueClosed', 'columns.early'],
])
