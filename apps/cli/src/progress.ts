import { terminalText } from './terminal-text.ts'

/** Shows how far long work is; says nothing where nobody looks. */
export interface Progress {
  /** Shows `label` with a share of 0 … 1, or without one where the end is not known. */
  readonly show: (label: string, share?: number) => void
  /** Clears what was shown. */
  readonly clear: () => void
}

export const silentProgress: Progress = { show: () => undefined, clear: () => undefined }

const barWidth = 28
const intervalMs = 80

/**
 * A progress bar on a terminal, nothing elsewhere: a file or a pipe gets no control characters.
 *
 * @param stream where to draw; `process.stderr`, so that the result on standard output stays clean
 */
export function terminalProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return silentProgress
  let last = 0
  return {
    show: (label, share) => {
      const now = Date.now()
      if (now - last < intervalMs && share !== 1) return
      last = now
      stream.write(`\r\u001b[2K${bar(share)} ${terminalText(label)}`)
    },
    clear: () => stream.write('\r\u001b[2K'),
  }
}

function bar(share: number | undefined): string {
  if (share === undefined) return '…'
  const full = Math.round(Math.min(1, Math.max(0, share)) * barWidth)
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${String(Math.floor(share * 100)).padStart(3)}%`
}
