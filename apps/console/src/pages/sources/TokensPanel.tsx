import { type IssuedToken, type SourceDetails, sourcesRoutes, type Token } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAction, useAnswer } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { ExportMenu } from '../../components/ExportMenu.tsx'
import { ShownOnce } from '../../components/ShownOnce.tsx'
import { StatePanel } from '../../components/StatePanel.tsx'
import { Status } from '../../components/Status.tsx'
import { rowsOf } from '../../components/table-rows.ts'
import { useMay } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { NewToken } from './NewToken.tsx'
import { curlExample } from './sample-events.ts'
import { tokenKind } from './source-state.ts'

type Asking = { readonly act: 'rotate' | 'revoke'; readonly token: Token }

/** With what a source proves who it is. A token is shown once, when it is issued. */
export function TokensPanel({ source }: { readonly source: SourceDetails }): ReactNode {
  const { t } = useText()
  const mayManage = useMay()('source.manage')
  const [adding, setAdding] = useState(false)
  const [asking, setAsking] = useState<Asking>()
  const [issued, setIssued] = useState<IssuedToken>()
  const query = useAnswer(sourcesRoutes.tokens, { params: { id: source.id } })
  const columns = useTokenColumns(mayManage ? setAsking : undefined)
  const tell = (token: IssuedToken | undefined): void => {
    setAdding(false)
    setAsking(undefined)
    if (token) setIssued(token)
  }
  return (
    <section className="panel stack">
      <DataTable
        name="tokens"
        title={t('admin.tokens.title')}
        columns={columns}
        rows={rowsOf(query)}
        rowKey={({ id }) => id}
        empty={<StatePanel kind="empty" title={t('admin.tokens.empty')} detail={t('admin.tokens.emptyDetail')} />}
        actions={
          <>
            {mayManage && (
              <Button type="primary" onClick={() => setAdding(true)}>
                {t('admin.tokens.add')}
              </Button>
            )}
            <ExportMenu route={sourcesRoutes.exportTokens} params={{ id: source.id }} query={{}} />
          </>
        }
      />
      {adding && <NewToken source={source.id} onIssued={tell} onClose={() => setAdding(false)} />}
      {asking && <TokenAct {...asking} source={source.id} onDone={tell} onClose={() => setAsking(undefined)} />}
      {issued && (
        <ShownOnce
          title={t('admin.tokens.issued', { name: issued.name })}
          label={t('admin.tokens.token')}
          secret={issued.token}
          example={curlExample(location.origin, issued.token, source.division)}
          exampleLabel={t('admin.tokens.example')}
          onClose={() => setIssued(undefined)}
        />
      )}
    </section>
  )
}

function TokenAct(
  props: Asking & {
    readonly source: string
    readonly onDone: (token: IssuedToken | undefined) => void
    readonly onClose: () => void
  },
): ReactNode {
  const { t } = useText()
  const { act, token, source, onDone, onClose } = props
  const rotate = useAction(sourcesRoutes.rotateToken, [sourcesRoutes.tokens])
  const revoke = useAction(sourcesRoutes.revokeToken, [sourcesRoutes.tokens])
  const params = { id: source, token: token.id }
  const submit = (): void => {
    if (act === 'rotate') rotate.mutate({ params, body: {} }, { onSuccess: onDone })
    else revoke.mutate({ params }, { onSuccess: () => onDone(undefined) })
  }
  return (
    <ActDialog
      title={t(`admin.tokens.${act}Title`, { name: token.name })}
      explanation={t(`admin.tokens.${act}Detail`)}
      submitLabel={t(`admin.tokens.${act}`)}
      danger={act === 'revoke'}
      pending={rotate.isPending || revoke.isPending}
      error={rotate.error ?? revoke.error}
      onSubmit={submit}
      onClose={onClose}
    />
  )
}

function useTokenColumns(ask: ((asking: Asking) => void) | undefined): readonly Column<Token>[] {
  const { t, count, instant, list } = useText()
  const title = (key: string): string => t(`imports.tokens.columns.${key}`)
  return [
    { key: 'name', title: title('name'), primary: true, render: ({ name }) => name },
    { key: 'prefix', title: title('prefix'), render: ({ prefix }) => <code>{prefix}…</code> },
    {
      key: 'scopes',
      title: title('scopes'),
      render: ({ scopes }) => list(scopes.map((it) => t(`admin.tokens.scopes.${it.replace('.', '')}`))),
    },
    {
      key: 'quotaPerMinute',
      title: title('quotaPerMinute'),
      numeric: true,
      render: ({ quotaPerMinute }) => count(quotaPerMinute),
    },
    {
      key: 'state',
      title: title('state'),
      render: ({ state }) => <Status kind={tokenKind[state]}>{t(`imports.tokens.states.${state}`)}</Status>,
    },
    { key: 'expiresAt', title: title('expiresAt'), nowrap: true, render: ({ expiresAt }) => instant(expiresAt) },
    { key: 'lastUsedAt', title: title('lastUsedAt'), nowrap: true, render: ({ lastUsedAt }) => instant(lastUsedAt) },
    {
      key: 'createdAt',
      title: title('createdAt'),
      hidden: true,
      render: ({ createdAt, createdBy }) => `${instant(createdAt)} ${createdBy}`,
    },
    {
      key: 'acts',
      title: t('admin.acts'),
      render: (token) =>
        ask &&
        token.state === 'active' && (
          <span className="row">
            {(['rotate', 'revoke'] as const).map((act) => (
              <Button key={act} size="small" danger={act === 'revoke'} onClick={() => ask({ act, token })}>
                {t(`admin.tokens.${act}`)}
              </Button>
            ))}
          </span>
        ),
    },
  ]
}
