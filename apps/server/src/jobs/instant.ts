/** An instant as it goes over the wire. */
export function instantOf(ms: number): string {
  return new Date(ms).toISOString()
}
