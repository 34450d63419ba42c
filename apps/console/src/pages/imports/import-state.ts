import type { Import, ImportState } from '@zhengfeng/contract'
import type { StatusKind } from '../../components/Status.tsx'

const kinds: Readonly<Record<ImportState, StatusKind>> = {
  previewing: 'waiting',
  needsProfile: 'warn',
  unreadable: 'bad',
  ready: 'good',
  running: 'waiting',
  cancelling: 'waiting',
  cancelled: 'neutral',
  failing: 'waiting',
  failed: 'bad',
  done: 'good',
  undoing: 'waiting',
  undone: 'neutral',
  expired: 'neutral',
}

export function importKind(state: ImportState): StatusKind {
  return kinds[state]
}

/** Whether the server is at work on it, so that it is worth asking again soon. */
export function isBusy({ state }: Pick<Import, 'state'>): boolean {
  return kinds[state] === 'waiting'
}

/** Whether a person can still change how it is read. */
export function isOpen({ state }: Pick<Import, 'state'>): boolean {
  return state === 'ready' || state === 'needsProfile' || state === 'unreadable'
}
