import { accountPages } from './account-pages.ts'
import { adminPages } from './admin-pages.ts'
import { analysisPages } from './analysis-pages.ts'
import type { PageEntry } from './page.ts'
import { workPages } from './work-pages.ts'

/** All pages, in the order of the navigation. */
export const pages: readonly PageEntry[] = [...analysisPages, ...workPages, ...adminPages, ...accountPages]
