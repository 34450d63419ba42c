export { formatProfile, parseProfile } from './load.ts'
export * from './profile.ts'
export { type Proposal, type ProposalReason, proposeProfile } from './propose.ts'
