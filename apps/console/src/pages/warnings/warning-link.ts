/** The address of a card. */
export function warningLink({ division, id }: { readonly division: string; readonly id: string }): string {
  return `/warnings/${encodeURIComponent(division)}/${encodeURIComponent(id)}`
}

export function warningKey({ division, id }: { readonly division: string; readonly id: string }): string {
  return `${division}/${id}`
}
