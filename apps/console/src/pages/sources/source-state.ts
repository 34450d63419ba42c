import type { Source, Token } from '@zhengfeng/contract'
import type { StatusKind } from '../../components/Status.tsx'

export const sourceKind: Readonly<Record<Source['state'], StatusKind>> = {
  active: 'good',
  paused: 'warn',
  undone: 'neutral',
}

export const tokenKind: Readonly<Record<Token['state'], StatusKind>> = {
  active: 'good',
  expired: 'neutral',
  revoked: 'neutral',
}
