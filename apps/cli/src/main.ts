import { createTranslator, type Language } from '@zhengfeng/locales'
import { type Command, parseCommandLine } from './command.ts'
import { backup } from './commands/backup.ts'
import { convert } from './commands/convert.ts'
import { detectors } from './commands/detectors.ts'
import { doctor } from './commands/doctor.ts'
import { inspect } from './commands/inspect.ts'
import { migrate } from './commands/migrate.ts'
import { profile } from './commands/profile.ts'
import { rebuild } from './commands/rebuild.ts'
import { restore } from './commands/restore.ts'
import { sandbox } from './commands/sandbox.ts'
import { serve } from './commands/serve.ts'
import { verify } from './commands/verify.ts'
import type { CommandContext } from './context.ts'
import { describeFailure, exitCodes } from './failure.ts'
import { commandHelp, programHelp } from './help.ts'
import { terminalProgress } from './progress.ts'
import { printed, printLine, ReaderGone } from './standard-output.ts'
import { terminalText } from './terminal-text.ts'
import { UsageError } from './usage.ts'
import { version } from './version.ts'

const commands: readonly Command[] = [
  inspect,
  profile,
  convert,
  sandbox,
  detectors,
  serve,
  migrate,
  backup,
  restore,
  verify,
  rebuild,
  doctor,
]

/**
 * Runs the program.
 *
 * @param words what the user typed after `zhengfeng`
 * @param world what replaces the terminal and the clock, for tests
 * @returns the exit code: 0 done, 1 a fault of the program, 2 wrong use, 3 unusable input, 4 output not written, 5 what was verified differs
 */
export async function run(words: readonly string[], world: Partial<CommandContext> = {}): Promise<number> {
  const context = { ...createContext(languageOf(words)), ...world }
  try {
    const exitCode = await dispatch(words, context)
    await printed()
    return exitCode
  } catch (error) {
    context.progress.clear()
    if (error instanceof ReaderGone) return exitCodes.ok
    const { exitCode, text } = describeFailure(error, context.translator)
    context.note(text)
    return exitCode
  }
}

async function dispatch(words: readonly string[], context: CommandContext): Promise<number> {
  const [name, ...rest] = words
  if (name === '--version' || name === '-v') {
    context.print(version)
    return exitCodes.ok
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    context.print(programHelp(commands, context.translator))
    return exitCodes.ok
  }
  const command = commands.find((each) => each.name === name)
  if (!command)
    throw new UsageError('unknownCommand', { command: name, expected: commands.map((each) => each.name).join(', ') })
  const { options, operands } = parseCommandLine(command, rest)
  if (options.help) {
    context.print(commandHelp(command, context.translator))
    return exitCodes.ok
  }
  return command.run(operands, options, context)
}

function createContext(language: Language): CommandContext {
  return {
    language,
    translator: createTranslator(language),
    // Into a pipe or a file goes the exact text: a profile must name activities as they are.
    print: (text) => printLine(process.stdout.isTTY ? terminalText(text) : text),
    note: (text) => console.error(terminalText(text)),
    progress: terminalProgress(process.stderr),
    now: Date.now(),
  }
}

/** `--lang` wins; else English where the environment asks for it, else Chinese. Read before parsing, so that errors speak it. */
function languageOf(words: readonly string[]): Language {
  const given = words.find((word, index) => /^--lang=/.test(word) || ['--lang', '-l'].includes(words[index - 1] ?? ''))
  const wanted =
    given?.replace(/^--lang=/, '') ?? (process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '')
  return /^en/i.test(wanted) ? 'en' : 'zh-CN'
}
