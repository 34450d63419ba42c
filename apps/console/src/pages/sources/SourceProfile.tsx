import { type SourceDetails, sourcesRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { useDone } from '../../components/toast.tsx'
import { useMay } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { ProfileEditor } from '../imports/ProfileEditor.tsx'
import { useProfileProblems } from '../imports/use-profile-problems.ts'

/** How a source is read; those who manage sources change it, and its cases are computed anew. */
export function SourceProfile({ source }: { readonly source: SourceDetails }): ReactNode {
  const { t, day } = useText()
  const mayManage = useMay()('source.manage')
  const done = useDone()
  const [text, setText] = useState(source.profileText)
  const [asking, setAsking] = useState(false)
  const problems = useProfileProblems({ route: sourcesRoutes.checkProfile }, text)
  const update = useAction(sourcesRoutes.update, [sourcesRoutes.read, sourcesRoutes.statistics])
  const changed = text !== source.profileText
  const save = (): void =>
    update.mutate(
      { params: { id: source.id }, body: { profileText: text } },
      {
        onSuccess: () => {
          setAsking(false)
          done(t('admin.sources.profileSaved'))
        },
      },
    )
  return (
    <>
      <section className="panel stack" aria-labelledby="profile-title">
        <h2 id="profile-title">{t('admin.sources.tabs.profile')}</h2>
        <p className="muted">{t('admin.sources.profileHint')}</p>
        <ProfileEditor
          text={text}
          onChange={setText}
          problems={problems.found}
          checking={problems.checking}
          readOnly={!mayManage}
        />
        {mayManage && (
          <div className="row">
            <Button
              type="primary"
              disabled={!changed || problems.checking || problems.found.length > 0}
              onClick={() => setAsking(true)}
            >
              {t('admin.save')}
            </Button>
            {changed && (
              <Button onClick={() => setText(source.profileText)}>{t('admin.imports.profile.revert')}</Button>
            )}
          </div>
        )}
      </section>
      <section className="panel">
        <h2>{t('admin.imports.profile.activities')}</h2>
        <dl className="facts">
          {Object.entries(source.activities).map(([step, activities]) => (
            <div key={step}>
              <dt>{t(`tables.steps.${step}`)}</dt>
              <dd>{activities.join(' · ')}</dd>
            </div>
          ))}
        </dl>
        {source.observedUntil.length > 0 && (
          <>
            <h3>{t('admin.sources.observedUntil')}</h3>
            <ul>
              {source.observedUntil.map(({ division, divisionName, until }) => (
                <li key={division}>
                  {divisionName} <span className="muted numeric">{day(until)}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
      {asking && (
        <ActDialog
          title={t('admin.sources.profileSaveTitle')}
          explanation={t('admin.sources.profileSaveDetail')}
          submitLabel={t('admin.save')}
          pending={update.isPending}
          error={update.error}
          onSubmit={save}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
