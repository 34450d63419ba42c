import { OutputError } from './write-files.ts'

/** Who read standard output has gone, as `head` does: there is nobody left to write for, and nothing to complain of. */
export class ReaderGone extends Error {}

let printing: Promise<void> = Promise.resolve()
let watched = false

/** Writes a line to standard output after those before it; `printed` tells whether they arrived. */
export function printLine(text: string): void {
  printing = printing.then(() => writeToStandardOutput(`${text}\n`))
  // Whoever waits for `printed` hears of the failure; until then it is not unhandled.
  printing.catch(() => undefined)
}

/**
 * Waits until all lines are out.
 *
 * @throws ReaderGone, OutputError
 */
export function printed(): Promise<void> {
  const lines = printing
  printing = Promise.resolve()
  return lines
}

/**
 * Writes to standard output and waits for the reader of a pipe, so that what is not yet read does not fill the memory.
 *
 * @throws ReaderGone, OutputError
 */
export function writeToStandardOutput(piece: string | Uint8Array): Promise<void> {
  const { stdout } = process
  if (!watched) stdout.on('error', () => undefined)
  watched = true
  return new Promise((resolve, reject) => {
    stdout.write(piece, (error) => {
      if (!error) resolve()
      else reject((error as NodeJS.ErrnoException).code === 'EPIPE' ? new ReaderGone() : new OutputError('-', error))
    })
  })
}
