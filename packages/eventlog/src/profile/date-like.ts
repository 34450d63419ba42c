const datePatterns = [
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ]|$)/,
  /^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}( |$)/,
  /^\d{4}年\d{1,2}月\d{1,2}日/,
  /^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(T?\d{6}|T?\d{4}|$)/,
]

/** Whether a text has the look of a date, with or without a time. It need not be a valid one. */
export function isDateLike(text: string): boolean {
  return datePatterns.some((pattern) => pattern.test(text))
}
