/** The address of a finding’s page. */
export function findingLink({ division, id }: { readonly division: string; readonly id: string }): string {
  return `/findings/${encodeURIComponent(division)}/${encodeURIComponent(id)}`
}

/** Names a finding in addresses and selections: divisions hold no slash. */
export function findingKey({ division, id }: { readonly division: string; readonly id: string }): string {
  return `${division}/${id}`
}

/** The finding that a key names. */
export function keyedFinding(key: string | undefined): { readonly division: string; readonly id: string } | undefined {
  const slash = key?.indexOf('/') ?? -1
  if (key === undefined || slash < 1 || slash === key.length - 1) return undefined
  return { division: key.slice(0, slash), id: key.slice(slash + 1) }
}
