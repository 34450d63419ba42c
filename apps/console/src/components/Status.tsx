import {
  CheckCircleFilled,
  ClockCircleFilled,
  CloseCircleFilled,
  ExclamationCircleFilled,
  MinusCircleOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'

const icons = {
  good: CheckCircleFilled,
  warn: ExclamationCircleFilled,
  bad: CloseCircleFilled,
  waiting: ClockCircleFilled,
  neutral: MinusCircleOutlined,
} as const

export type StatusKind = keyof typeof icons

/** A state in words, with a sign and a colour that say the same. */
export function Status(props: { readonly kind: StatusKind; readonly children: ReactNode }): ReactNode {
  const Icon = icons[props.kind]
  return (
    <span className={`status status-${props.kind}`}>
      <Icon />
      {props.children}
    </span>
  )
}
