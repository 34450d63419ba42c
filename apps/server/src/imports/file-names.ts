const longestName = 200
const logEndings = /\.(csv|tsv|txt|xes|json|jsonocel|xml|xmlocel|sqlite|db|xlsx|ndjson|jsonl)$/i
/** Control characters, what turns the direction of text, and what halves of surrogate pairs are. */
const unsafe = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu

/**
 * The name of an uploaded file as it is shown: without folders, control characters and what could steer a terminal or a page.
 *
 * @param index its place among the files, for those without a name
 */
export function plainFileName(name: string | undefined, index: number): string {
  const base = (name ?? '').split(/[\\/]/).at(-1)!
  const plain = Array.from(base.normalize('NFC').replace(unsafe, '').trim()).slice(-longestName).join('')
  return /^\.*$/.test(plain) ? `file-${index + 1}` : plain
}

/** The office that a file stands for: `BPIC15_1.xes.gz` → `BPIC15_1`. */
export function officeOfFile(name: string): string {
  const bare = name.replace(/\.gz$/i, '')
  return bare.replace(logEndings, '') || bare
}
