import { useQueryClient } from '@tanstack/react-query'
import { type Import, importsRoutes } from '@zhengfeng/contract'
import { type ReactNode, useEffect } from 'react'
import { useParams } from 'react-router'
import { useAnswer } from '../../api/queries.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { Answered, StatePanel } from '../../components/StatePanel.tsx'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { DiscardImport } from './DiscardImport.tsx'
import { ImportDone } from './ImportDone.tsx'
import { ImportProgress } from './ImportProgress.tsx'
import { ImportSetup } from './ImportSetup.tsx'
import { importKind, isBusy, isOpen } from './import-state.ts'
import { Steps } from './Steps.tsx'
import './imports.css'

/** One import, from the files to the figures: what it needs now, whatever its state. */
export default function ImportPage(): ReactNode {
  const { t } = useText()
  const { id = '' } = useParams()
  const query = useAnswer(importsRoutes.read, { params: { id } }, { refetchEveryMs: 1_000 })
  useFreshPreview(query.data?.state)
  return (
    <div className="page">
      <PageHeader title={t('console.pages.import')} description={query.data && <FileNames import={query.data} />}>
        {query.data && isOpen(query.data) && <DiscardImport id={id} />}
      </PageHeader>
      <Answered query={query}>
        {(it) => (
          <>
            <Steps state={it.state} />
            <Body import={it} />
          </>
        )}
      </Answered>
    </div>
  )
}

/** The preview is another one after the files were read anew. */
function useFreshPreview(state: Import['state'] | undefined): void {
  const client = useQueryClient()
  useEffect(() => {
    if (state !== undefined) void client.invalidateQueries({ queryKey: [importsRoutes.preview.path] })
  }, [state, client])
}

function FileNames(props: { readonly import: Import }): ReactNode {
  const { t, list, bytes, instant } = useText()
  const { files, createdAt, createdBy, state } = props.import
  return (
    <>
      {list(files.map((file) => `${file.name} (${bytes(file.bytes)})`))} · {createdBy} · {instant(createdAt)} ·{' '}
      <Status kind={importKind(state)}>{t(`imports.states.${state}`)}</Status>
    </>
  )
}

function Body(props: { readonly import: Import }): ReactNode {
  const { t } = useText()
  const it = props.import
  if (isBusy(it)) return <ImportProgress import={it} />
  if (it.state === 'done') return <ImportDone import={it} />
  if (isOpen(it))
    return (
      <>
        {it.failure && <Failure import={it} />}
        <ImportSetup import={it} />
      </>
    )
  if (it.state === 'failed') return <Failure import={it} />
  return (
    <StatePanel kind="empty" title={t(`imports.states.${it.state}`)} detail={t(`admin.imports.ended.${it.state}`)} />
  )
}

function Failure(props: { readonly import: Import }): ReactNode {
  const { t } = useText()
  const { failure, id } = props.import
  return (
    <div className="notice notice-bad" role="alert">
      <p>{failure?.text ?? t('admin.imports.failedUnknown')}</p>
      <p>{t('admin.imports.number', { id })}</p>
    </div>
  )
}
