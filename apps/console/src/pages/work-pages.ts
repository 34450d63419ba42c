import { AlertOutlined, ExperimentOutlined, FileTextOutlined, InboxOutlined } from '@ant-design/icons'
import type { PageEntry } from './page.ts'

const caseTexts = ['work', 'tables', 'detectors', 'warnings'] as const

export const workPages: readonly PageEntry[] = [
  {
    name: 'cases',
    path: '/cases',
    group: 'supervise',
    permissions: ['case.read'],
    Icon: FileTextOutlined,
    shortcut: 'c',
    texts: caseTexts,
    load: () => import('./cases/CasesPage.tsx'),
  },
  {
    name: 'case',
    path: '/cases/:division/:caseNo',
    permissions: ['case.read'],
    texts: caseTexts,
    load: () => import('./case/CasePage.tsx'),
  },
  {
    name: 'warnings',
    path: '/warnings',
    group: 'supervise',
    permissions: ['warning.read'],
    Icon: AlertOutlined,
    shortcut: 'w',
    texts: ['work', 'warnings'],
    load: () => import('./warnings/WarningsPage.tsx'),
  },
  {
    name: 'warning',
    path: '/warnings/:division/:id',
    permissions: ['warning.read'],
    texts: ['work', 'warnings'],
    load: () => import('./warnings/WarningPage.tsx'),
  },
  {
    name: 'findings',
    path: '/findings',
    group: 'supervise',
    permissions: ['finding.read'],
    Icon: InboxOutlined,
    shortcut: 'f',
    texts: ['work', 'detectors', 'tables'],
    load: () => import('./findings/FindingsPage.tsx'),
  },
  {
    name: 'finding',
    path: '/findings/:division/:id',
    permissions: ['finding.read'],
    texts: ['work', 'detectors', 'tables'],
    load: () => import('./findings/FindingPage.tsx'),
  },
  {
    name: 'detectors',
    path: '/detectors',
    group: 'supervise',
    permissions: ['rule.read'],
    Icon: ExperimentOutlined,
    shortcut: 'd',
    texts: ['work', 'detectors'],
    load: () => import('./detectors/DetectorsPage.tsx'),
  },
]
