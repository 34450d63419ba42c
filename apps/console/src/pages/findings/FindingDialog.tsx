import { dismissalReasons, findingsRoutes } from '@zhengfeng/contract'
import { type ReactNode, useState } from 'react'
import { useAnswer } from '../../api/queries.ts'
import { ActDialog, type ActDialogProps } from '../../components/ActDialog.tsx'
import { Choice } from '../../components/Choice.tsx'
import { useMe } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import type { FindingAct } from './use-finding-act.ts'

/** Acts that ask for something before they are done. */
export type AskedAct = Exclude<FindingAct['kind'], 'undo'>

interface FindingDialogProps extends Pick<ActDialogProps, 'pending' | 'error' | 'onClose'> {
  readonly kind: AskedAct
  /** Where assignees are looked for. */
  readonly division: string
  /** How many findings it is about; absent: one. */
  readonly count?: number
  readonly onAct: (act: FindingAct) => void
}

/** Asks for what an act on a finding needs, and once more whether it is meant. */
export function FindingDialog(props: FindingDialogProps): ReactNode {
  switch (props.kind) {
    case 'confirm':
      return <ConfirmDialog {...props} />
    case 'dismiss':
      return <DismissDialog {...props} />
    case 'assign':
      return <AssignDialog {...props} />
    case 'reopen':
    case 'comment':
      return <TextDialog {...props} kind={props.kind} />
  }
}

function ConfirmDialog({ count, onAct, ...asked }: FindingDialogProps): ReactNode {
  const { t } = useText()
  const many = count !== undefined
  return (
    <ActDialog
      {...asked}
      title={many ? t('work.findings.dialogs.bulkConfirm', { count }) : t('work.findings.dialogs.confirm')}
      explanation={t(`work.findings.dialogs.${many ? 'bulkConfirmExplanation' : 'confirmExplanation'}`)}
      submitLabel={t('work.findings.do.confirm')}
      text={{ label: t('work.act.optional'), least: 0 }}
      onSubmit={(text) => onAct({ kind: 'confirm', text })}
    />
  )
}

function DismissDialog({ count, onAct, ...asked }: FindingDialogProps): ReactNode {
  const { t } = useText()
  const [reason, setReason] = useState<(typeof dismissalReasons)[number]>('falseAlarm')
  return (
    <ActDialog
      {...asked}
      title={
        count === undefined ? t('work.findings.dialogs.dismiss') : t('work.findings.dialogs.bulkDismiss', { count })
      }
      explanation={t('work.findings.dialogs.dismissExplanation')}
      submitLabel={t('work.findings.do.dismiss')}
      text={reason === 'other' ? { label: t('work.act.text'), least: 1 } : { label: t('work.act.optional'), least: 0 }}
      onSubmit={(text) => onAct({ kind: 'dismiss', reason, text })}
    >
      <Choice
        label={t('work.findings.dialogs.reason')}
        value={reason}
        options={dismissalReasons.map((value) => ({ value, label: t(`work.findingTable.reasons.${value}`) }))}
        onChange={setReason}
      />
    </ActDialog>
  )
}

function AssignDialog({ count, division, onAct, ...asked }: FindingDialogProps): ReactNode {
  const { t } = useText()
  const me = useMe()
  const [assignee, setAssignee] = useState(me.id)
  const { data } = useAnswer(findingsRoutes.assignees, { query: { division } })
  const others = (data?.items ?? []).filter(({ id }) => id !== me.id)
  const options = [
    { value: me.id, label: `${me.name}（${t('work.findings.assignees.me')}）` },
    ...others.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <ActDialog
      {...asked}
      title={count === undefined ? t('work.findings.dialogs.assign') : t('work.findings.dialogs.bulkAssign', { count })}
      submitLabel={t('work.findings.do.assign')}
      onSubmit={() => onAct({ kind: 'assign', assignee: assignee === me.id ? 'me' : assignee })}
    >
      <Choice
        label={t('work.findings.dialogs.assignee')}
        value={assignee}
        options={options}
        noneLabel={t('work.findings.dialogs.nobody')}
        onChange={setAssignee}
      />
    </ActDialog>
  )
}

function TextDialog({
  kind,
  onAct,
  ...asked
}: Omit<FindingDialogProps, 'kind'> & { readonly kind: 'reopen' | 'comment' }): ReactNode {
  const { t } = useText()
  return (
    <ActDialog
      {...asked}
      title={t(`work.findings.dialogs.${kind}`)}
      explanation={t(`work.findings.dialogs.${kind}Explanation`)}
      submitLabel={t(`work.findings.do.${kind}`)}
      text={{ label: t('work.act.text'), least: 1 }}
      onSubmit={(text = '') => onAct({ kind, text })}
    />
  )
}
