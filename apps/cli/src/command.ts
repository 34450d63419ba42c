import { parseArgs } from 'node:util'
import type { CommandContext } from './context.ts'
import { UsageError } from './usage.ts'

/** An option of a command; its description is `cli.commands.<command>.options.<name>` in the locale files. */
export interface Option {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  /** What stands for the value in the help, such as `FILE`. */
  readonly value?: string
  /** The values that are allowed; any if absent. */
  readonly choices?: readonly string[]
}

export type OptionValues = Readonly<Record<string, string | boolean | undefined>>

/** One command of the program. */
export interface Command {
  readonly name: string
  /** What follows the options, such as `FILE…`; absent where nothing may. */
  readonly operands?: { readonly label: string; readonly required: boolean }
  readonly options: Readonly<Record<string, Option>>
  /** Values that the texts of its help need. */
  readonly helpValues?: Readonly<Record<string, string>>
  /** Does the work. Returns the exit code. */
  readonly run: (operands: readonly string[], options: OptionValues, context: CommandContext) => Promise<number>
}

/** Options that every command has. */
export const commonOptions: Readonly<Record<string, Option>> = {
  lang: { type: 'string', short: 'l', value: 'zh-CN|en', choices: ['zh-CN', 'en'] },
  help: { type: 'boolean', short: 'h' },
}

/**
 * Splits what the user typed into options and operands.
 *
 * @throws UsageError naming the option and what is allowed
 */
export function parseCommandLine(
  command: Command,
  words: readonly string[],
): { options: OptionValues; operands: string[] } {
  const known: Record<string, Option> = { ...command.options, ...commonOptions }
  const { values, positionals } = parseWords(command, known, words)
  for (const [name, value] of Object.entries(values)) {
    const choices = known[name]?.choices
    if (choices && !choices.includes(String(value))) {
      throw new UsageError('badChoice', { option: `--${name}`, value: String(value), expected: choices.join(', ') })
    }
  }
  if (values.help) return { options: values, operands: positionals }
  if (!command.operands && positionals.length > 0) throw new UsageError('extraOperand', { value: positionals[0]! })
  if (command.operands?.required && positionals.length === 0) {
    throw new UsageError('missingOperand', { command: command.name, expected: command.operands.label })
  }
  return { options: values, operands: positionals }
}

function parseWords(
  command: Command,
  known: Readonly<Record<string, Option>>,
  words: readonly string[],
): { values: Record<string, string | boolean | undefined>; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { type, short }]) => [name, { type, ...(short && { short }) }]),
  )
  try {
    const { values, positionals } = parseArgs({
      args: withNegatives(words, known),
      options,
      allowPositionals: true,
      strict: true,
    })
    return { values: values as Record<string, string | boolean | undefined>, positionals }
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    const option = /'(-[^' ]+)/.exec(message)?.[1] ?? ''
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
      throw new UsageError('unknownOption', { option, command: command.name })
    throw new UsageError('badOption', { option, command: command.name })
  }
}

/** `--cases -5` looks like two options to the parser; it is a value, whose range is to be named. */
function withNegatives(words: readonly string[], known: Readonly<Record<string, Option>>): string[] {
  const joined: string[] = []
  for (const word of words) {
    const before = joined.at(-1) ?? ''
    const name = Object.keys(known).find((each) => before === `--${each}` || before === `-${known[each]!.short}`)
    if (/^-\d/.test(word) && name && known[name]!.type === 'string') joined[joined.length - 1] = `--${name}=${word}`
    else joined.push(word)
  }
  return joined
}

/** A string option, or `undefined` where it was not given. */
export function textOption(options: OptionValues, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

/**
 * A whole number given as an option.
 *
 * @throws UsageError `badNumber` naming the option and the range
 */
export function wholeOption(
  options: OptionValues,
  name: string,
  range: { fallback: number; low: number; high: number },
): number {
  const text = textOption(options, name)
  if (text === undefined) return range.fallback
  const value = Number(text)
  if (Number.isInteger(value) && value >= range.low && value <= range.high) return value
  throw new UsageError('badNumber', { option: `--${name}`, value: text, expected: `${range.low} … ${range.high}` })
}
