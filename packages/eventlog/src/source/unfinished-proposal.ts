import { SourceError } from '../errors.ts'
import type { Proposal } from '../profile/index.ts'
import type { Preview } from '../reading-report.ts'

/** A proposal by which the source cannot be read: a person has to complete it, and can do so from what was seen. */
export class UnfinishedProposal extends SourceError {
  readonly preview: Preview
  readonly proposal: Proposal

  /** @param because what is wrong with it: `columnNotChosen`, or `noEvents` where no row could be read by it */
  constructor(because: SourceError, { preview, proposal }: { readonly preview: Preview; readonly proposal: Proposal }) {
    super(because.code, because.values, { cause: because })
    this.preview = preview
    this.proposal = proposal
  }
}
