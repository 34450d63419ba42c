import { findingsRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Link, useParams } from 'react-router'
import { useAnswer } from '../../api/queries.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { Answered } from '../../components/StatePanel.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { FindingReader } from './FindingReader.tsx'
import { readInput } from './use-finding-act.ts'
import '../../components/work.css'
import './findings.css'

/** One finding on a page of its own: for phones, and for links. */
export default function FindingPage(): ReactNode {
  const { t } = useText()
  const { division = '', id = '' } = useParams()
  const query = useAnswer(findingsRoutes.read, readInput({ division, id }))
  return (
    <div className="page">
      <PageHeader title={t('console.pages.finding')}>
        <Link to="/findings">{t('work.findings.back')}</Link>
      </PageHeader>
      <section className="panel">
        <Answered query={query}>{(finding) => <FindingReader key={`${division}/${id}`} finding={finding} />}</Answered>
      </section>
    </div>
  )
}
