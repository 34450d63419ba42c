import { importsRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { ExportMenu } from '../../components/ExportMenu.tsx'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'
import type { Reading } from './PreviewFigures.tsx'

type FileReading = Reading['files'][number]
type Refusal = FileReading['refusals'][number] & { readonly file: string }

/** How much of each file was read, what was not, and why. */
export function ReadingReport(props: { readonly id: string; readonly reading: Reading }): ReactNode {
  const { t } = useText()
  const { files } = props.reading
  const refusals = files.flatMap(({ name, refusals }) => refusals.map((it) => ({ ...it, file: name })))
  return (
    <section className="panel stack">
      <DataTable
        name="importFiles"
        title={t('admin.imports.reading.title')}
        columns={useFileColumns()}
        rows={{ rows: files }}
        rowKey={({ name }) => name}
      />
      <Notices files={files} />
      {refusals.length > 0 && (
        <DataTable
          name="importRefusals"
          title={t('admin.imports.reading.refusals')}
          columns={useRefusalColumns()}
          rows={{ rows: refusals }}
          rowKey={({ file, line, column }) => `${file} ${line} ${column}`}
          actions={<ExportMenu route={importsRoutes.exportProblems} params={{ id: props.id }} query={{}} />}
        />
      )}
    </section>
  )
}

function useFileColumns(): readonly Column<FileReading>[] {
  const { t, count, list } = useText()
  return [
    { key: 'name', title: t('imports.columns.file'), primary: true, render: ({ name }) => name },
    { key: 'format', title: t('admin.imports.reading.format'), render: ({ format }) => format.toUpperCase() },
    { key: 'rowsRead', title: t('admin.imports.reading.read'), numeric: true, render: (it) => count(it.rowsRead) },
    { key: 'rowsKept', title: t('admin.imports.reading.kept'), numeric: true, render: (it) => count(it.rowsKept) },
    {
      key: 'rowsRefused',
      title: t('admin.imports.reading.refused'),
      numeric: true,
      render: (it) =>
        it.rowsRefused === 0 ? (
          <Status kind="good">{count(0)}</Status>
        ) : (
          <Status kind="warn">{count(it.rowsRefused)}</Status>
        ),
    },
    {
      key: 'reasons',
      title: t('imports.columns.reason'),
      render: ({ refusedByReason }) =>
        list(
          Object.entries(refusedByReason).map(([reason, n]) => `${t(`report.quality.reasons.${reason}`)} ${count(n)}`),
        ),
    },
  ]
}

function useRefusalColumns(): readonly Column<Refusal>[] {
  const { t, count } = useText()
  return [
    {
      key: 'line',
      title: t('imports.columns.line'),
      primary: true,
      render: ({ file, line }) => `${file} : ${count(line)}`,
    },
    { key: 'column', title: t('imports.columns.column'), render: ({ column }) => column ?? '–' },
    { key: 'value', title: t('imports.columns.value'), render: ({ value }) => <code>{value ?? '–'}</code> },
    {
      key: 'reason',
      title: t('imports.columns.reason'),
      render: ({ reason }) => t(`report.quality.reasons.${reason}`),
    },
  ]
}

function Notices({ files }: { readonly files: readonly FileReading[] }): ReactNode {
  const { t, list } = useText()
  const notices = files.flatMap(({ name, notices }) => notices.map((it) => ({ ...it, file: name })))
  if (notices.length === 0) return null
  return (
    <div>
      <h3>{t('admin.imports.reading.notices')}</h3>
      <ul>
        {notices.map(({ file, kind, column, count, examples }) => (
          <li key={`${file} ${kind} ${column}`}>
            {column && <code>{column} </code>}
            {t(`report.quality.notices.${kind}`, { count })}{' '}
            <span className="muted">{list(examples.slice(0, 3).map(({ value }) => value))}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
