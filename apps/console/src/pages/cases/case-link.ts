/** The address of a case’s page. */
export function caseLink({ division, caseNo }: { readonly division: string; readonly caseNo: string }): string {
  return `/cases/${encodeURIComponent(division)}/${encodeURIComponent(caseNo)}`
}
