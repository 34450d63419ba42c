import { type DivisionImport, divisionsRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { ActionError } from '../../components/fields.tsx'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'

/** Reads a list of divisions from a file: tried first, applied once the person has seen what it would do. */
export function DivisionImportPanel(): ReactNode {
  const { t } = useText()
  const [file, setFile] = useState<File>()
  const trial = useAction(divisionsRoutes.import)
  const apply = useAction(divisionsRoutes.import, [divisionsRoutes.list])
  const choose = (chosen: File | undefined): void => {
    setFile(chosen)
    apply.reset()
    if (chosen) trial.mutate({ query: { dryRun: 'true' }, body: chosen })
  }
  const result = apply.data ?? trial.data
  return (
    <section className="panel stack" aria-labelledby="division-import-title">
      <h2 id="division-import-title">{t('admin.divisions.import')}</h2>
      <p className="muted">{t('admin.divisions.importHint')}</p>
      <label className="field">
        <span>{t('admin.divisions.file')}</span>
        <input
          className="control"
          type="file"
          accept=".csv,text/csv"
          onChange={({ target }) => choose(target.files?.[0])}
        />
      </label>
      <ActionError error={trial.error ?? apply.error} />
      {result && <Result result={result} />}
      {file && trial.data && !apply.data && trial.data.problems.length === 0 && (
        <div className="row">
          <Button
            type="primary"
            loading={apply.isPending}
            onClick={() => apply.mutate({ query: { dryRun: 'false' }, body: file })}
          >
            {t('admin.divisions.apply')}
          </Button>
        </div>
      )}
    </section>
  )
}

function Result({ result }: { readonly result: DivisionImport }): ReactNode {
  const { t } = useText()
  const { created, renamed, moved, unchanged, applied, problems } = result
  return (
    <div role="status">
      <Status kind={problems.length > 0 ? 'bad' : applied ? 'good' : 'waiting'}>
        {t(`admin.divisions.${problems.length > 0 ? 'importProblems' : applied ? 'imported' : 'wouldImport'}`, {
          created,
          renamed,
          moved,
          unchanged,
        })}
      </Status>
      {problems.length > 0 && (
        <ul>
          {problems.map(({ line, key, values }) => (
            <li key={`${line} ${key}`}>
              {t('admin.imports.profile.line', { line })}: {t(`admin.divisions.problems.${key}`)}{' '}
              <span className="muted">{Object.values(values).join(' ')}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
