import { type ImportPreview, importsRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { Choice } from '../../components/Choice.tsx'
import { ActionError } from '../../components/fields.tsx'
import { TabRow } from '../../components/TabRow.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { ActivityMapping } from './ActivityMapping.tsx'
import { ProfileEditor } from './ProfileEditor.tsx'
import { ProfileForm } from './ProfileForm.tsx'
import { readChoices } from './profile-text.ts'
import { useProfileProblems } from './use-profile-problems.ts'

const ways = ['form', 'text'] as const

/** How the files are read: by a form for what is usual, as text for everything. One text is behind both. */
export function ProfilePanel(props: { readonly id: string; readonly preview: ImportPreview }): ReactNode {
  const { t } = useText()
  const { id, preview } = props
  const [text, setText] = useState(preview.profileText)
  const [way, setWay] = useState<(typeof ways)[number]>('form')
  const set = useAction(importsRoutes.setProfile, [importsRoutes.read, importsRoutes.preview])
  const problems = useProfileProblems({ route: importsRoutes.checkProfile, params: { id } }, text)
  const choices = readChoices(text)
  const changed = text !== preview.profileText
  const apply = (body: { profileText?: string; objectType?: string }): void => set.mutate({ params: { id }, body })
  return (
    <section className="panel stack" aria-labelledby="profile-title">
      <h2 id="profile-title">{t('admin.imports.profile.title')}</h2>
      <p>{t(preview.proposed ? 'admin.imports.profile.proposed' : 'admin.imports.profile.edited')}</p>
      {preview.missing.length > 0 && <Missing missing={preview.missing} />}
      {preview.objectTypes.length > 0 && (
        <Choice
          label={t('admin.imports.profile.objectType')}
          value=""
          noneLabel={t('admin.imports.profile.chooseObjectType')}
          options={preview.objectTypes.map((value) => ({ value, label: value }))}
          onChange={(objectType) => apply({ objectType })}
        />
      )}
      <TabRow
        label={t('admin.imports.profile.way')}
        tabs={ways.map((value) => ({ value, label: t(`admin.imports.profile.ways.${value}`) }))}
        chosen={way}
        onChoose={setWay}
      />
      {way === 'form' && choices ? (
        <>
          <ProfileForm preview={preview} choices={choices} text={text} onChange={setText} />
          {preview.reading && (
            <ActivityMapping
              activities={preview.reading.activities}
              stepOf={choices.stepOf}
              text={text}
              onChange={setText}
            />
          )}
        </>
      ) : (
        <ProfileEditor text={text} onChange={setText} problems={problems.found} checking={problems.checking} />
      )}
      {way === 'form' && choices && <ProblemCount count={problems.found.length} onShow={() => setWay('text')} />}
      <ActionError error={set.error} />
      <div className="row">
        <Button
          type={changed ? 'primary' : 'default'}
          disabled={!changed || problems.found.length > 0}
          loading={set.isPending}
          onClick={() => apply({ profileText: text })}
        >
          {t('admin.imports.profile.apply')}
        </Button>
        {changed && <Button onClick={() => setText(preview.profileText)}>{t('admin.imports.profile.revert')}</Button>}
        {!preview.proposed && <Button onClick={() => apply({})}>{t('admin.imports.profile.proposeAgain')}</Button>}
        <span className="muted" role="status">
          {changed && t('admin.imports.profile.changed')}
        </span>
      </div>
    </section>
  )
}

function Missing({ missing }: Pick<ImportPreview, 'missing'>): ReactNode {
  const { t, list } = useText()
  return (
    <p className="notice notice-warn" role="alert">
      {t('admin.imports.profile.missing', { roles: list(missing.map((role) => t(`cli.roles.${role}`))) })}
    </p>
  )
}

function ProblemCount(props: { readonly count: number; readonly onShow: () => void }): ReactNode {
  const { t } = useText()
  if (props.count === 0) return null
  return (
    <p className="notice notice-bad" role="alert">
      {t('admin.imports.profile.problems', { count: props.count })}{' '}
      <button type="button" className="link-button" onClick={props.onShow}>
        {t('admin.imports.profile.showProblems')}
      </button>
    </p>
  )
}
