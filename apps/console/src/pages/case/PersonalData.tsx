import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { type Answer, type CaseDetail, casesRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { useAction } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { AttributeList } from './Timeline.tsx'

type Detail = z.infer<typeof CaseDetail>
type Items = Answer<typeof casesRoutes.personal>['items']

/** Shows personal data to those who may and give a reason, until they hide it or leave. It is kept nowhere in the browser. */
export function PersonalData({ detail }: { readonly detail: Detail }): ReactNode {
  const { t } = useText()
  const [asking, setAsking] = useState(false)
  const [items, setItems] = useState<Items>()
  const reveal = useAction(casesRoutes.personal)
  const { personal, case: row } = detail
  if (!personal.mayReveal || personal.sealed + personal.erased === 0) return null
  const ask = (reason = ''): void =>
    reveal.mutate(
      { params: { division: row.division, caseNo: row.caseNo }, body: { reason } },
      {
        onSuccess: (answer) => {
          setItems(answer.items)
          setAsking(false)
          reveal.reset()
        },
      },
    )
  return (
    <section className="panel stack no-print" aria-label={t('work.case.personal.title')}>
      {items ? (
        <Shown items={items} detail={detail} onHide={() => setItems(undefined)} />
      ) : (
        <Button icon={<EyeOutlined />} onClick={() => setAsking(true)}>
          {t('work.case.personal.open')}
        </Button>
      )}
      {asking && (
        <ActDialog
          title={t('work.case.personal.title')}
          explanation={t('work.case.personal.notice')}
          submitLabel={t('work.case.personal.submit')}
          text={{ label: t('work.case.personal.reason'), least: 4, most: 500 }}
          pending={reveal.isPending}
          error={reveal.error}
          onSubmit={ask}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}

function Shown(props: { readonly items: Items; readonly detail: Detail; readonly onHide: () => void }): ReactNode {
  const { t, has, instant } = useText()
  const { detail } = props
  const roleOf = (digest: string): string =>
    digest === detail.applicant ? t('work.case.applicant') : digest === detail.agent ? t('work.case.agent') : digest
  const labelled = (name: string): string =>
    has(`work.case.personal.fields.${name}`) ? t(`work.case.personal.fields.${name}`) : name
  return (
    <>
      <div className="row">
        <h2>{t('work.case.personal.shown')}</h2>
        <Button className="row-end" icon={<EyeInvisibleOutlined />} onClick={props.onHide}>
          {t('work.case.personal.hide')}
        </Button>
      </div>
      {props.items.length === 0 && <p className="muted">{t('work.case.personal.none')}</p>}
      {props.items.map(({ digest, fields, erasedAt }) => (
        <div key={digest}>
          <h3>{roleOf(digest)}</h3>
          {erasedAt && <p className="muted">{t('work.case.personal.erased', { at: instant(erasedAt) })}</p>}
          {fields && (
            <AttributeList entries={Object.entries(fields).map(([name, value]) => [labelled(name), value] as const)} />
          )}
        </div>
      ))}
    </>
  )
}
