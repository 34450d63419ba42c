import type { Language, Translator } from '@zhengfeng/locales'
import type { Progress } from './progress.ts'

/** What a command may touch of the world; tests give their own. */
export interface CommandContext {
  readonly language: Language
  readonly translator: Translator
  /** Writes the result of a command, one line or block at a time. */
  readonly print: (text: string) => void
  /** Writes what is not the result: notes and warnings. */
  readonly note: (text: string) => void
  readonly progress: Progress
  /** Now, UTC milliseconds. */
  readonly now: number
}
