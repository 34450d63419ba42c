import { type Import, type ImportPreview, importsRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useAnswer } from '../../api/queries.ts'
import { Answered } from '../../components/StatePanel.tsx'
import { FirstRows } from './FirstRows.tsx'
import { PlanPanel } from './PlanPanel.tsx'
import { PreviewFigures } from './PreviewFigures.tsx'
import { ProfilePanel } from './ProfilePanel.tsx'
import { ReadingReport } from './ReadingReport.tsx'

/** What the files hold and how they would be read: looked at, put right, and run. */
export function ImportSetup(props: { readonly import: Import }): ReactNode {
  const { id } = props.import
  const query = useAnswer(importsRoutes.preview, { params: { id } })
  return (
    <Answered query={query}>
      {(preview) => <Setup key={preview.profileText} import={props.import} preview={preview} />}
    </Answered>
  )
}

function Setup(props: { readonly import: Import; readonly preview: ImportPreview }): ReactNode {
  const { preview } = props
  const { id } = props.import
  const { reading } = preview
  return (
    <>
      {reading && <PreviewFigures reading={reading} />}
      <ProfilePanel id={id} preview={preview} />
      {reading && <ReadingReport id={id} reading={reading} />}
      <FirstRows preview={preview} />
      {reading && <PlanPanel import={props.import} preview={preview} reading={reading} />}
    </>
  )
}
