import type { Permission } from '@zhengfeng/contract'
import type { ComponentType } from 'react'

export const pageGroups = ['monitor', 'supervise', 'data', 'manage'] as const
export type PageGroup = (typeof pageGroups)[number]

/** A page of the console. The list of them makes the routes, the navigation, the command palette and the titles. */
export interface PageEntry {
  /** Its name is `console.pages.<name>`. */
  readonly name: string
  readonly path: string
  /** Who may open it: holders of one of these. Absent: anybody signed in. */
  readonly permissions?: readonly Permission[]
  /** Where it stands in the navigation. Absent: reached from other pages only. */
  readonly group?: PageGroup
  readonly Icon?: ComponentType
  /** Pressed after `g`. */
  readonly shortcut?: string
  /** Locale files that it needs beside `console`. */
  readonly texts: readonly string[]
  /** Whether it looks at a slice of the service: the choice is carried on when going there. */
  readonly sliced?: boolean
  /** Shown without header and navigation. */
  readonly bare?: boolean
  readonly load: () => Promise<{ readonly default: ComponentType }>
}
