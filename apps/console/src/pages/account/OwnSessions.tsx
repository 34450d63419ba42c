import { identityRoutes, type OwnSession } from '@zhengfeng/contract'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useAction, useAnswer } from '../../api/queries.ts'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { rowsOf } from '../../components/table-rows.ts'
import { useText } from '../../text/TextProvider.tsx'

/** Where one is signed in; every place but this one can be signed out. */
export function OwnSessions(): ReactNode {
  const { t, instant } = useText()
  const query = useAnswer(identityRoutes.sessions, {})
  const end = useAction(identityRoutes.endSession, [identityRoutes.sessions])
  const columns: readonly Column<OwnSession>[] = [
    {
      key: 'userAgent',
      title: t('console.sessions.browser'),
      primary: true,
      render: (it) => (it.current ? t('console.sessions.this') : browserName(it.userAgent)),
    },
    { key: 'address', title: t('console.sessions.address'), render: (it) => it.address },
    { key: 'method', title: t('console.sessions.method'), render: (it) => t(`console.sessions.methods.${it.method}`) },
    { key: 'signedInAt', title: t('console.sessions.signedInAt'), render: (it) => instant(it.signedInAt) },
    { key: 'lastUsedAt', title: t('console.sessions.lastUsedAt'), render: (it) => instant(it.lastUsedAt) },
    {
      key: 'end',
      title: t('console.sessions.end'),
      render: (it) =>
        !it.current && (
          <Button size="small" onClick={() => end.mutate({ params: { id: it.id } })}>
            {t('console.sessions.end')}
          </Button>
        ),
    },
  ]
  return (
    <section className="panel">
      <DataTable
        name="sessions"
        title={t('console.sessions.title')}
        columns={columns}
        rows={rowsOf(query)}
        rowKey={({ id }) => id}
      />
    </section>
  )
}

/** The name of a browser, as far as its own description tells; else the description. */
function browserName(userAgent: string): string {
  const found = /(Edg|Firefox|Chrome|Safari)\w*\/(\d+)/.exec(userAgent)
  return found ? `${found[1] === 'Edg' ? 'Edge' : found[1]} ${found[2]}` : userAgent
}
