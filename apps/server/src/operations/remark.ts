/** What the doctor has to say of one thing; the text is `cli.doctor.remarks.<check>.<finding>` in the locale files. */
export interface Remark {
  readonly check: string
  readonly level: 'ok' | 'warn' | 'fail'
  readonly finding: string
  readonly values: Readonly<Record<string, string | number>>
}

export function remark(check: string, level: Remark['level'], finding: string, values: Remark['values'] = {}): Remark {
  return { check, level, finding, values }
}
