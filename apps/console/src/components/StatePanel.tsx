import {
  CloseCircleOutlined,
  CloudSyncOutlined,
  FileSearchOutlined,
  FilterOutlined,
  LockOutlined,
} from '@ant-design/icons'
import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { isProblem, problemOf, UnreachableError } from '../api/call.ts'
import { useText } from '../text/TextProvider.tsx'

const icons = {
  empty: FileSearchOutlined,
  error: CloseCircleOutlined,
  denied: LockOutlined,
  offline: CloudSyncOutlined,
  tooMany: FilterOutlined,
} as const

export type StateKind = keyof typeof icons

/** Says why there is nothing to see, and what can be done. */
export function StatePanel(props: {
  readonly kind: StateKind
  /** Absent: the usual words for the kind. */
  readonly title?: string | undefined
  readonly detail?: string | undefined
  readonly action?: ReactNode
}): ReactNode {
  const { t } = useText()
  const Icon = icons[props.kind]
  const alarming = props.kind === 'error' || props.kind === 'offline'
  const usual = props.title === undefined
  const detail = props.detail ?? (usual ? t(`console.state.${props.kind}.detail`) : undefined)
  return (
    <div className={`state state-${props.kind}`} role={alarming ? 'alert' : 'status'}>
      <Icon className="state-icon" />
      <p className="state-title">{props.title ?? t(`console.state.${props.kind}.title`)}</p>
      {detail && <p className="muted">{detail}</p>}
      {props.action}
    </div>
  )
}

/** Says why something could not be had: refused, out of reach or broken. */
export function ErrorState(props: { readonly error: unknown; readonly onRetry?: () => void }): ReactNode {
  const { t } = useText()
  const { error, onRetry } = props
  if (isProblem(error, 'forbidden', 'outOfScope')) return <StatePanel kind="denied" />
  const retry = onRetry && (
    <button type="button" className="control" onClick={onRetry}>
      {t('console.state.retry')}
    </button>
  )
  if (error instanceof UnreachableError) return <StatePanel kind="offline" action={retry} />
  const problem = problemOf(error)
  const fields = problem?.errors?.map(({ field, message }) => `${field}: ${message}`).join('\n')
  return (
    <StatePanel
      kind="error"
      title={problem?.title}
      detail={[problem?.detail, fields, problem?.instance && t('console.state.number', { number: problem.instance })]
        .filter(Boolean)
        .join('\n')}
      action={retry}
    />
  )
}

/** Keeps the place of what is on its way. */
export function Loading(props: { readonly rows?: number }): ReactNode {
  const { t } = useText()
  return (
    <div aria-busy="true">
      <span className="visually-hidden" role="status">
        {t('console.state.loading')}
      </span>
      <Skeleton active={false} title={false} paragraph={{ rows: props.rows ?? 6 }} />
    </div>
  )
}

/** What an answer of the server is shown by, whatever came of it. */
export function Answered<Data>(props: {
  readonly query: {
    readonly data: Data | undefined
    readonly error: unknown
    readonly refetch: () => unknown
  }
  readonly children: (data: Data) => ReactNode
}): ReactNode {
  const { data, error, refetch } = props.query
  if (data !== undefined) return props.children(data)
  return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
}
