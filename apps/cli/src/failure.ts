import { SourceError } from '@zhengfeng/eventlog'
import type { Translator } from '@zhengfeng/locales'
import { sourceFailure } from '@zhengfeng/report'
import { UsageError } from './usage.ts'
import { OutputError } from './write-files.ts'

/** Exit codes, as shells and scripts see them. */
export const exitCodes = { ok: 0, fault: 1, usage: 2, input: 3, output: 4, differs: 5 } as const

/** What went wrong, in the user's words, with the exit code that belongs to it. */
export interface Failure {
  readonly exitCode: number
  readonly text: string
}

/**
 * Turns an error into words that name the file, the field, the value and the next step. A fault of the program itself is
 * said to be one; its stack is shown only with ZHENGFENG_DEBUG set.
 */
export function describeFailure(error: unknown, translator: Translator): Failure {
  const { t, has } = translator
  if (error instanceof UsageError)
    return { exitCode: exitCodes.usage, text: t(`cli.usage.${error.code}`, error.values) }
  if (error instanceof SourceError)
    return { exitCode: exitCodes.input, text: sourceFailure(error, shown(error.values), translator) }
  if (error instanceof OutputError) {
    const reason = has(`cli.output.reasons.${error.reason}`) ? t(`cli.output.reasons.${error.reason}`) : error.reason
    return { exitCode: exitCodes.output, text: t('cli.output.failed', { path: error.path, reason }) }
  }
  const archive = archiveFailure(error)
  if (archive)
    return { exitCode: exitCodes.input, text: t(`cli.archive.failures.${archive.code}`, shown(archive.values)) }
  const serving = servingFailure(error)
  if (serving) return { exitCode: exitCodes.usage, text: t(`cli.serve.failures.${serving.key}`, serving.values) }
  const coded = codedError(error)
  const key = coded && [`errors.${coded.code}`, `detectors.errors.${coded.code}`].find(has)
  if (coded && key) {
    const exitCode = optionCodes.has(coded.code) ? exitCodes.usage : exitCodes.input
    return { exitCode, text: t(key, shown(coded.values)) }
  }
  const detail = error instanceof Error ? error.message : String(error)
  const stack = process.env.ZHENGFENG_DEBUG && error instanceof Error ? `\n${error.stack}` : ''
  return { exitCode: exitCodes.fault, text: `${t('cli.fault', { detail })}${stack}` }
}

/** A backup or a restore that was refused. */
function archiveFailure(error: unknown): CodedError | undefined {
  return error instanceof Error && error.name === 'ArchiveError' ? codedError(error) : undefined
}

interface ServingFailure {
  readonly key: 'configurationInvalid' | 'portTaken' | 'addressUnusable' | 'storage'
  readonly values: Readonly<Record<string, string>>
}

/** Why the platform cannot be run. Told by name, so that the other commands need not load the server. */
function servingFailure(error: unknown): ServingFailure | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, syscall, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number }
  const detail = error.message
  if (error.name === 'ConfigurationError') return { key: 'configurationInvalid', values: { detail } }
  if (error.name === 'StorageError') return { key: 'storage', values: { detail } }
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return undefined
  const value = `${address ?? ''}${port === undefined ? '' : `:${port}`}`
  return { key: code === 'EADDRINUSE' ? 'portTaken' : 'addressUnusable', values: { value, detail: code ?? detail } }
}

/** Errors of other packages about what was typed, not about what was read. */
const optionCodes: ReadonlySet<string> = new Set(['misconductUnknown', 'misconductRateInvalid', 'sandboxOptionInvalid'])

interface CodedError {
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>
}

/** The other packages' errors have the same shape: a code and the values of its text. */
function codedError(error: unknown): CodedError | undefined {
  const { code, values } = (error ?? {}) as Partial<CodedError>
  return typeof code === 'string' && typeof values === 'object' ? { code, values } : undefined
}

const longestValue = 120
/** What may be chosen from is a list. */
const longestList = 600

/** Values come from the input: long ones are cut, and control characters must not reach the terminal. */
function shown(values: CodedError['values']): Record<string, string | number> {
  const clean = {
    source: '?',
    line: '?',
    column: '?',
    field: '?',
    value: '?',
    expected: '?',
    detail: '',
    reason: '',
    ...values,
  }
  return Object.fromEntries(
    Object.entries(clean).map(([name, value]) => [
      name,
      typeof value === 'string' ? plain(value, name === 'expected' ? longestList : longestValue) || '—' : value,
    ]),
  )
}

function plain(text: string, longest: number): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
  return visible.length > longest ? `${visible.slice(0, longest)}…` : visible
}
