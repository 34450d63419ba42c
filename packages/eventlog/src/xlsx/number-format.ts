/**
 * Whether a number format shows dates or times. Formats without code are built in; 27–36 and 50–58 are the dates of Chinese,
 * Japanese and Korean versions (ECMA-376 part 1, 18.8.30).
 */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined)
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
  // What stands in quotes, after a backslash or in brackets ([Red], [$-804]) is no placeholder; [h] and [mm] count hours.
  const placeholders = code
    .split(';', 1)[0]!
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .replace(/general/gi, '')
  return /[ymdhs]/i.test(placeholders)
}
