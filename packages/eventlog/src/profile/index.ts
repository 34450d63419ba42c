export { formatProfile, parseProfile } from './load.ts'
export * from './profile.ts'
export { completeProposal, type Proposal, type ProposalReason, proposeProfile } from './propose.ts'
export * from './shipped.ts'
