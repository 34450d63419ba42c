import { formatProfile, type PreviewColumn, type UnfinishedProposal } from '@zhengfeng/eventlog'
import type { Translator } from '@zhengfeng/locales'

const samplesPerColumn = 3
const longestSample = 40
/** Messages keep braces for their own ends. */
const braces = { openBrace: '{', closeBrace: '}' }

/**
 * A profile for a person to complete: what was found, the columns that are missing as comments, and every column of the source with
 * a few of its values.
 *
 * @returns YAML that `parseProfile` reads as soon as the missing columns are named
 */
export function profileSkeleton({ preview, proposal, values }: UnfinishedProposal, { t }: Translator): string {
  const { columns, ...rest } = proposal.profile
  const missing = proposal.missing.map((role) => `  # ${role}:    # ${t(`cli.roles.${role}`)}`)
  const found = Object.keys(columns).length > 0 ? indented(formatProfile({ columns }).split('\n').slice(1)) : []
  return [
    ...comment(t(missing.length > 0 ? 'cli.skeleton.fill' : 'cli.skeleton.check')),
    'columns:',
    ...missing,
    ...found,
    ...(missing.length > 0 ? comment(t('cli.skeleton.caseRows', braces)) : []),
    ...(values.reason === 'ambiguousTime' ? [`# dayFirst: true    # ${t('cli.skeleton.dayFirst')}`] : []),
    ...(values.reason === 'unreadableTime' ? comment(t('cli.skeleton.odd', braces)) : []),
    formatProfile({ columns: {}, ...rest } as Parameters<typeof formatProfile>[0])
      .replace(/^columns: \{\}\n/, '')
      .trimEnd(),
    '',
    ...comment(t('cli.skeleton.columns')),
    ...preview.columns.map((column) => `#   ${column.name.replace(/\s+/g, ' ')}: ${samplesOf(column).join(' | ')}`),
    '',
  ].join('\n')
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line !== '')
}

function comment(text: string): readonly string[] {
  return text.split('\n').map((line) => `# ${line}`)
}

/** A line break in a value would end the comment. */
function samplesOf({ texts }: PreviewColumn): readonly string[] {
  const samples = new Set<string>()
  for (const text of texts) {
    if (samples.size === samplesPerColumn) break
    const plain = text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim()
    if (plain !== '') samples.add(plain.length > longestSample ? `${plain.slice(0, longestSample)}…` : plain)
  }
  return Array.from(samples)
}
