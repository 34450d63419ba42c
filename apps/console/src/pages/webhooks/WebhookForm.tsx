import { type WebhookType, type WebhookView, webhooksRoutes, webhookTypes } from '@zhengfeng/contract'
import { type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { DivisionPicker } from '../../components/DivisionPicker.tsx'
import { TextField } from '../../components/fields.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { typeKey } from './webhook-state.ts'

/** Asks where changes are told, and which. The division of a subscription stays as it was made. */
export function WebhookForm(props: {
  readonly webhook?: WebhookView
  /** With the secret, where one was made. */
  readonly onDone: (made: { readonly name: string; readonly secret: string } | undefined) => void
  readonly onClose: () => void
}): ReactNode {
  const { t } = useText()
  const { webhook, onDone } = props
  const [name, setName] = useState(webhook?.name ?? '')
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [types, setTypes] = useState<readonly WebhookType[]>(webhook?.types ?? [])
  const [division, setDivision] = useState(webhook?.division)
  const create = useAction(webhooksRoutes.create, [webhooksRoutes.list])
  const update = useAction(webhooksRoutes.update, [webhooksRoutes.list, webhooksRoutes.read])
  const submit = (): void => {
    const body = { name, url, types: [...types] }
    if (webhook) update.mutate({ params: { id: webhook.id }, body }, { onSuccess: () => onDone(undefined) })
    else if (division !== undefined) create.mutate({ body: { ...body, division } }, { onSuccess: onDone })
  }
  return (
    <ActDialog
      title={t(webhook ? 'admin.webhooks.edit' : 'admin.webhooks.add')}
      submitLabel={t(webhook ? 'admin.save' : 'admin.webhooks.create')}
      incomplete={name.trim() === '' || url.trim() === '' || types.length === 0 || division === undefined}
      pending={create.isPending || update.isPending}
      error={create.error ?? update.error}
      onSubmit={submit}
      onClose={props.onClose}
    >
      <TextField label={t('admin.webhooks.name')} value={name} onChange={setName} maxLength={100} required />
      <TextField
        label={t('admin.webhooks.url')}
        type="url"
        placeholder="https://"
        value={url}
        onChange={setUrl}
        maxLength={2000}
        required
        hint={t('admin.webhooks.urlHint')}
      />
      {!webhook && (
        <div className="field">
          <span>{t('admin.webhooks.division')}</span>
          <DivisionPicker
            label={t('admin.webhooks.division')}
            noneLabel={t('admin.imports.plan.choose')}
            value={division}
            onChange={setDivision}
          />
        </div>
      )}
      <fieldset className="checks">
        <legend className="muted">{t('admin.webhooks.types')}</legend>
        {webhookTypes.map((type) => (
          <label key={type}>
            <input
              type="checkbox"
              checked={types.includes(type)}
              onChange={({ target }) => setTypes(target.checked ? [...types, type] : types.filter((it) => it !== type))}
            />
            {t(`admin.webhooks.typeNames.${typeKey(type)}`)} <code className="muted">{type}</code>
          </label>
        ))}
      </fieldset>
    </ActDialog>
  )
}
