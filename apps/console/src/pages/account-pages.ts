import type { PageEntry } from './page.ts'

export const accountPages: readonly PageEntry[] = [
  { name: 'account', path: '/account', texts: [], load: () => import('./account/AccountPage.tsx') },
]
