/** NUL characters and halves of surrogate pairs, which PostgreSQL takes in no text and no JSON. */
const unstorable = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** A value out of a file as it can be kept in `jsonb`: characters that no database holds are shown as U+FFFD. */
export function storableJson<T>(value: T): T {
  if (typeof value === 'string') return value.replace(unstorable, '\ufffd') as T
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((each: unknown) => storableJson(each)) as T
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [storableJson(name), storableJson(each)])) as T
}
