import { CloudUploadOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { importsRoutes, sourcesRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useAnswer } from '../../api/queries.ts'
import { ActionError } from '../../components/fields.tsx'
import { useMay } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { type Upload, UploadCancelled, uploadFiles } from './upload-files.ts'

/** Takes files: dropped, or chosen. Nothing is stored as events before the next page was looked at. */
export function UploadPanel({ source }: { readonly source?: string | undefined }): ReactNode {
  const { t } = useText()
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const { send, running, error } = useUpload(source)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    if (!running) send(Array.from(event.dataTransfer.files))
  }
  return (
    <section
      className={over ? 'panel upload is-over' : 'panel upload'}
      aria-labelledby="upload-title"
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2 id="upload-title">{t('admin.imports.upload.title')}</h2>
      {source && <AddTo source={source} />}
      {running ? (
        <Running {...running} />
      ) : (
        <>
          <p>{t('admin.imports.upload.drop')}</p>
          <Button type="primary" icon={<CloudUploadOutlined />} onClick={() => input.current?.click()}>
            {t('admin.imports.upload.choose')}
          </Button>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            aria-label={t('admin.imports.upload.choose')}
            onChange={({ target }) => {
              send(Array.from(target.files ?? []))
              target.value = ''
            }}
          />
          <p className="muted">{t('admin.imports.upload.formats')}</p>
        </>
      )}
      <ActionError error={error} />
    </section>
  )
}

interface Running {
  readonly names: readonly string[]
  readonly bytes: number
  readonly doneShare: number
  readonly cancel: () => void
}

function useUpload(source: string | undefined): {
  readonly send: (files: readonly File[]) => void
  readonly running: Running | undefined
  readonly error: unknown
} {
  const { language } = useText()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [running, setRunning] = useState<Running>()
  const [error, setError] = useState<unknown>()
  const upload = useRef<Upload>(undefined)
  useEffect(() => () => upload.current?.cancel(), [])
  const send = (files: readonly File[]): void => {
    if (files.length === 0) return
    setError(undefined)
    const started = uploadFiles({
      files,
      source,
      language,
      onProgress: (doneShare) => setRunning((before) => before && { ...before, doneShare }),
    })
    upload.current = started
    const bytes = files.reduce((sum, { size }) => sum + size, 0)
    setRunning({ names: files.map(({ name }) => name), bytes, doneShare: 0, cancel: started.cancel })
    started.done
      .then(async ({ id }) => {
        await client.invalidateQueries({ queryKey: [importsRoutes.list.path] })
        navigate(`/imports/${id}`)
      })
      .catch((failure: unknown) => {
        setRunning(undefined)
        if (!(failure instanceof UploadCancelled)) setError(failure)
      })
  }
  return { send, running, error }
}

function Running({ names, bytes, doneShare, cancel }: Running): ReactNode {
  const { t, list, share, bytes: size } = useText()
  const sent = doneShare >= 1
  return (
    <div className="stack" role="status">
      <p>{t('admin.imports.upload.sending', { names: list(names), size: size(bytes) })}</p>
      <progress value={sent ? undefined : doneShare} aria-label={t('admin.imports.upload.progress')} />
      <div className="row">
        <span className="muted">{sent ? t('admin.imports.upload.looking') : share(doneShare)}</span>
        <Button onClick={cancel}>{t('admin.imports.upload.cancel')}</Button>
      </div>
    </div>
  )
}

function AddTo({ source }: { readonly source: string }): ReactNode {
  const { t } = useText()
  const may = useMay()
  const { data } = useAnswer(sourcesRoutes.read, { params: { id: source } }, { enabled: may('source.read') })
  return <p className="notice">{t('admin.imports.upload.addTo', { name: data?.name ?? source })}</p>
}
