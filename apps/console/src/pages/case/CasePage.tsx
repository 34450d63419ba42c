import { PrinterOutlined } from '@ant-design/icons'
import { type CaseDetail, casesRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Link, useParams } from 'react-router'
import type { z } from 'zod'
import { useAnswer } from '../../api/queries.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { Answered } from '../../components/StatePanel.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { CaseFacts } from './CaseFacts.tsx'
import { CaseMarks } from './CaseMarks.tsx'
import { PersonalData } from './PersonalData.tsx'
import { Ratings, Stops } from './Stops.tsx'
import { Timeline } from './Timeline.tsx'
import { TimeStrip } from './TimeStrip.tsx'
import { WaitingPanel } from './WaitingPanel.tsx'
import '../../components/work.css'
import './case.css'

type Detail = z.infer<typeof CaseDetail>

/** A case: how it stands, why, and all that happened to it. */
export default function CasePage(): ReactNode {
  const { t } = useText()
  const { division = '', caseNo = '' } = useParams()
  const query = useAnswer(casesRoutes.get, { params: { division, caseNo } })
  return (
    <div className="page case-page">
      <PageHeader title={caseNo} description={query.data?.case.item}>
        <Link to="/cases">{t('work.case.back')}</Link>
        <Button icon={<PrinterOutlined />} onClick={() => print()}>
          {t('work.case.print')}
        </Button>
      </PageHeader>
      <Answered query={query}>{(detail) => <Parts key={`${division}/${caseNo}`} detail={detail} />}</Answered>
    </div>
  )
}

function Parts({ detail }: { readonly detail: Detail }): ReactNode {
  const { t, instant } = useText()
  const { waiting, asOf, exportEnded } = detail
  return (
    <>
      {exportEnded && <p className="notice">{t('work.case.exportEnded', { at: instant(asOf) })}</p>}
      <TimeStrip detail={detail} />
      <div className="case-columns">
        <div className="stack">
          {waiting && <WaitingPanel waiting={waiting} asOf={asOf} />}
          <Timeline detail={detail} />
        </div>
        <div className="stack">
          <CaseFacts detail={detail} />
          <PersonalData detail={detail} />
          <CaseMarks detail={detail} />
          <Stops stops={detail.stops} />
          <Ratings ratings={detail.ratings} />
        </div>
      </div>
    </>
  )
}
