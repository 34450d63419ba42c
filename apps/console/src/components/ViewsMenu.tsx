import { DeleteOutlined, LinkOutlined, SaveOutlined } from '@ant-design/icons'
import { type viewPages, viewsRoutes } from '@zhengfeng/contract'
import { App, Button, Popover } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router'
import { useAction, useAnswer } from '../api/queries.ts'
import { useText } from '../text/TextProvider.tsx'
import { ActionError, TextField } from './fields.tsx'

/** Keeps what is in view under a name, opens what was kept, and copies a link to it. */
export function ViewsMenu(props: { readonly page: (typeof viewPages)[number] }): ReactNode {
  const { t } = useText()
  const [open, setOpen] = useState(false)
  useSharedView(props.page)
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      content={<Views {...props} onGo={() => setOpen(false)} />}
    >
      <button type="button" className="plain-button" aria-expanded={open}>
        <SaveOutlined />
        {t('console.views.name')}
      </button>
    </Popover>
  )
}

/** A link to a shared view names it; what it asks for then stands in the address, as if it were chosen here. */
function useSharedView(page: (typeof viewPages)[number]): void {
  const { t } = useText()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const { pathname } = useLocation()
  const id = search.get('view') ?? ''
  const { data, error } = useAnswer(viewsRoutes.get, { params: { id } }, { enabled: id !== '' })
  useEffect(() => {
    if (id === '') return
    if (data?.id === id && data.page === page)
      void navigate(`${pathname}?${new URLSearchParams(data.query)}`, { replace: true })
    else if (error || data?.id === id) {
      void message.warning(t('console.views.gone'))
      void navigate(pathname, { replace: true })
    }
  }, [id, data, error, page, pathname, navigate, message, t])
}

/** Where a shared view is opened by others: copies the address. */
function SharedLink({ id, name }: { readonly id: string; readonly name: string }): ReactNode {
  const { t } = useText()
  const { pathname } = useLocation()
  return (
    <CopyButton
      label={t('console.views.copyShared', { name })}
      address={`${location.origin}${pathname}?view=${id}`}
      small
    />
  )
}

function Views(props: { readonly page: (typeof viewPages)[number]; readonly onGo: () => void }): ReactNode {
  const { t } = useText()
  const { pathname } = useLocation()
  const { data } = useAnswer(viewsRoutes.list, { query: { page: props.page } })
  const remove = useAction(viewsRoutes.remove, [viewsRoutes.list])
  return (
    <section className="person-menu stack" aria-label={t('console.views.name')}>
      <ul className="views">
        {data?.items.map(({ id, name, query, shared, mine }) => (
          <li key={id} className="row">
            <Link to={`${pathname}?${new URLSearchParams(query)}`} onClick={props.onGo}>
              {name}
            </Link>
            {shared && <SharedLink id={id} name={name} />}
            {mine && (
              <button
                type="button"
                className="plain-button row-end"
                aria-label={t('console.views.remove', { name })}
                onClick={() => remove.mutate({ params: { id } })}
              >
                <DeleteOutlined />
              </button>
            )}
          </li>
        ))}
      </ul>
      <SaveForm page={props.page} />
      <CopyLink />
    </section>
  )
}

function SaveForm(props: { readonly page: (typeof viewPages)[number] }): ReactNode {
  const { t } = useText()
  const [search] = useSearchParams()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const save = useAction(viewsRoutes.create, [viewsRoutes.list])
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        const body = { name, page: props.page, query: Object.fromEntries(search), shared }
        const clear = (): void => {
          setName('')
          setShared(false)
        }
        save.mutate({ body }, { onSuccess: clear })
      }}
    >
      <TextField label={t('console.views.saveAs')} value={name} onChange={setName} maxLength={100} required />
      <label className="row">
        <input type="checkbox" checked={shared} onChange={({ target }) => setShared(target.checked)} />
        {t('console.views.share')}
      </label>
      <span className="muted field-hint">{t('console.views.shareHint')}</span>
      <ActionError error={save.error} />
      <Button htmlType="submit" loading={save.isPending}>
        {t('console.views.save')}
      </Button>
    </form>
  )
}

/** The address says all that is in view; whoever opens it sees of it what they may. */
function CopyLink(): ReactNode {
  const { t } = useText()
  return <CopyButton label={t('console.views.copy')} address={location.href} />
}

function CopyButton(props: { readonly label: string; readonly address: string; readonly small?: boolean }): ReactNode {
  const { t } = useText()
  const { message } = App.useApp()
  const [byHand, setByHand] = useState<string>()
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(props.address)
      void message.success(t('console.views.copied'))
    } catch {
      // Without HTTPS browsers do not let a page write to the clipboard: the address is shown for copying by hand.
      setByHand(props.address)
    }
  }
  return (
    <>
      {props.small ? (
        <button type="button" className="plain-button" aria-label={props.label} onClick={() => void copy()}>
          <LinkOutlined />
        </button>
      ) : (
        <Button icon={<LinkOutlined />} onClick={() => void copy()}>
          {props.label}
        </Button>
      )}
      {byHand && (
        <TextField
          label={t('console.views.copyByHand')}
          value={byHand}
          onChange={() => undefined}
          onFocus={({ target }) => target.select()}
          readOnly
        />
      )}
    </>
  )
}
