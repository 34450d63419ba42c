/** Control characters but tab and line break, and what turns the direction of the text after it. */
const unsafe = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu

/** A text from a log or a file name that cannot steer the terminal: what could is shown as U+FFFD. */
export function terminalText(text: string): string {
  return text.replace(unsafe, '\ufffd')
}
