export {
  defaultWarningRules,
  WarningAddressee,
  WarningRule,
  WarningRules,
  WarningTrigger,
  warningConventions,
} from './rules.ts'
export { type DueWarning, type Escalation, escalationOf, nearDueOf, warningsDue } from './warnings-due.ts'
