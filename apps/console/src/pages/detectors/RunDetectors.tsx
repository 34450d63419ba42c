import { PlayCircleOutlined } from '@ant-design/icons'
import { findingsRoutes, jobsRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAction, useAnswer } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { DivisionPicker } from '../../components/DivisionPicker.tsx'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { useMessage } from '../../text/use-message.ts'

const pollMs = 2000

/** Starts a run of all detectors over a division, and says how far it is. */
export function RunDetectors(): ReactNode {
  const { t } = useText()
  const [asking, setAsking] = useState(false)
  const [division, setDivision] = useState<string>()
  const [job, setJob] = useState<string>()
  const run = useAction(findingsRoutes.runDetectors)
  const start = (): void => {
    if (division === undefined) return
    run.mutate(
      { body: { division } },
      {
        onSuccess: ({ jobId }) => {
          setJob(jobId)
          setAsking(false)
        },
      },
    )
  }
  return (
    <>
      {job && <Progress key={job} id={job} />}
      <Button icon={<PlayCircleOutlined />} onClick={() => setAsking(true)}>
        {t('work.detectors.run')}
      </Button>
      {asking && (
        <ActDialog
          title={t('work.detectors.runTitle')}
          explanation={t('work.detectors.runExplanation')}
          submitLabel={t('work.detectors.run')}
          incomplete={division === undefined}
          pending={run.isPending}
          error={run.error}
          onSubmit={start}
          onClose={() => setAsking(false)}
        >
          <DivisionPicker
            label={t('work.detectors.runWhere')}
            noneLabel={t('work.detectors.chooseDivision')}
            value={division}
            onChange={setDivision}
          />
        </ActDialog>
      )}
    </>
  )
}

function Progress({ id }: { readonly id: string }): ReactNode {
  const { t, count } = useText()
  const message = useMessage()
  const { data } = useAnswer(jobsRoutes.read, { params: { id } }, { refetchEveryMs: pollMs })
  if (!data) return null
  const { state, progress, total } = data
  const told = data.message && message('work.jobs', data.message)
  if (state === 'done') return <Status kind="good">{t('work.detectors.runDone')}</Status>
  if (state === 'failed' || state === 'cancelled')
    return (
      <Status kind="bad">
        {t('work.detectors.runFailed')} {told}
      </Status>
    )
  return (
    <span role="status">
      <Status kind="waiting">
        {told ?? t('work.detectors.running')}{' '}
        {total !== undefined && t('work.detectors.progress', { done: count(progress), total: count(total) })}
      </Status>
    </span>
  )
}
