/** What may be done. A route names one; a role gives some, within a division subtree and, where told, one department. */
export const permissions = [
  'indicator.read',
  'case.read',
  'case.readPersonal',
  'finding.read',
  'finding.judge',
  'finding.comment',
  'warning.read',
  'warning.reply',
  'warning.manage',
  'report.export',
  'import.run',
  'source.read',
  'source.manage',
  'webhook.manage',
  'rule.read',
  'rule.manage',
  'system.manage',
  'account.read',
  'account.manage',
  'audit.read',
  'operation.read',
] as const
export type Permission = (typeof permissions)[number]

/**
 * The roles and what they may do. Administrators of system, security and audit are three people: none of their roles can be held
 * together with another of the three, and none of them sees cases.
 */
export const roles = {
  analyst: [
    'indicator.read',
    'case.read',
    'finding.read',
    'finding.comment',
    'warning.read',
    'report.export',
    'import.run',
    'source.read',
    'rule.read',
  ],
  supervisor: [
    'indicator.read',
    'case.read',
    'case.readPersonal',
    'finding.read',
    'finding.judge',
    'finding.comment',
    'warning.read',
    'warning.manage',
    'report.export',
    'rule.read',
    'rule.manage',
  ],
  head: [
    'indicator.read',
    'case.read',
    'finding.read',
    'finding.comment',
    'warning.read',
    'warning.reply',
    'report.export',
    'rule.read',
  ],
  officer: ['indicator.read', 'case.read', 'warning.read', 'warning.reply'],
  assessor: ['indicator.read', 'rule.read', 'report.export'],
  integrator: ['source.read', 'source.manage', 'webhook.manage', 'import.run', 'rule.read'],
  systemAdministrator: ['system.manage', 'source.read', 'rule.read', 'operation.read'],
  securityAdministrator: ['account.read', 'account.manage'],
  auditAdministrator: ['audit.read', 'account.read'],
} as const satisfies Record<string, readonly Permission[]>
export type Role = keyof typeof roles

export const roleNames = Object.keys(roles) as readonly Role[]

/** Roles of which a person may hold only one, and nothing beside it. */
export const separatedRoles: readonly Role[] = ['systemAdministrator', 'securityAdministrator', 'auditAdministrator']

/** What an API token may be used for. */
export const tokenScopes = ['events.write', 'indicators.read', 'cases.read'] as const
export type TokenScope = (typeof tokenScopes)[number]
