import {
  ApartmentOutlined,
  AppstoreOutlined,
  DesktopOutlined,
  LineChartOutlined,
  OrderedListOutlined,
  RadarChartOutlined,
} from '@ant-design/icons'
import type { PageEntry } from './page.ts'

const monitor = { group: 'monitor', permissions: ['indicator.read'], sliced: true } as const

export const analysisPages: readonly PageEntry[] = [
  {
    ...monitor,
    name: 'overview',
    path: '/',
    Icon: AppstoreOutlined,
    shortcut: 'o',
    texts: ['analysis', 'indicators', 'detectors'],
    load: () => import('./overview/OverviewPage.tsx'),
  },
  {
    ...monitor,
    name: 'explorer',
    path: '/indicators',
    Icon: LineChartOutlined,
    shortcut: 'i',
    texts: ['analysis', 'indicators', 'detectors'],
    load: () => import('./explorer/ExplorerPage.tsx'),
  },
  {
    name: 'indicatorCases',
    path: '/indicators/:id/cases',
    permissions: ['case.read'],
    sliced: true,
    texts: ['analysis', 'indicators', 'detectors', 'tables'],
    load: () => import('./explorer/IndicatorCasesPage.tsx'),
  },
  {
    ...monitor,
    name: 'ranking',
    path: '/ranking',
    Icon: OrderedListOutlined,
    shortcut: 'r',
    texts: ['analysis', 'indicators', 'detectors'],
    load: () => import('./ranking/RankingPage.tsx'),
  },
  {
    ...monitor,
    name: 'index',
    path: '/index',
    Icon: RadarChartOutlined,
    shortcut: 'x',
    texts: ['analysis', 'indicators', 'detectors'],
    load: () => import('./index/IndexPage.tsx'),
  },
  {
    ...monitor,
    name: 'processMap',
    path: '/process-map',
    Icon: ApartmentOutlined,
    shortcut: 'p',
    texts: ['analysis', 'tables'],
    load: () => import('./process-map/ProcessMapPage.tsx'),
  },
  {
    ...monitor,
    name: 'wall',
    path: '/wall',
    Icon: DesktopOutlined,
    texts: ['analysis', 'indicators', 'detectors'],
    bare: true,
    load: () => import('./wall/WallPage.tsx'),
  },
]
