/** The departments of an office, by their usual short names. The service hall itself comes first. */
export const departments = [
  '综合窗口',
  '市场监管',
  '公安',
  '人社',
  '医保',
  '自然资源',
  '住建',
  '税务',
  '卫健',
  '生态环境',
  '城管',
] as const
export type Department = (typeof departments)[number]

/** Index of a department in `departments`. */
export function departmentIndex(department: Department): number {
  return departments.indexOf(department)
}
