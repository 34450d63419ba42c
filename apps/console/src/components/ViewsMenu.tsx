import { DeleteOutlined, LinkOutlined, SaveOutlined } from '@ant-design/icons'
import { type viewPages, viewsRoutes } from '@zhengfeng/contract'
import { App, Button, Popover } from 'antd'
import { type ReactNode, useState } from 'react'
import { Link, useLocation, useSearchParams } from 'react-router'
import { useAction, useAnswer } from '../api/queries.ts'
import { useText } from '../text/TextProvider.tsx'
import { ActionError, TextField } from './fields.tsx'

/** Keeps what is in view under a name, opens what was kept, and copies a link to it. */
export function ViewsMenu(props: { readonly page: (typeof viewPages)[number] }): ReactNode {
  const { t } = useText()
  const [open, setOpen] = useState(false)
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

function Views(props: { readonly page: (typeof viewPages)[number]; readonly onGo: () => void }): ReactNode {
  const { t } = useText()
  const { pathname } = useLocation()
  const { data } = useAnswer(viewsRoutes.list, { query: { page: props.page } })
  const remove = useAction(viewsRoutes.remove, [viewsRoutes.list])
  return (
    <section className="person-menu stack" aria-label={t('console.views.name')}>
      <ul className="views">
        {data?.items.map(({ id, name, query, mine }) => (
          <li key={id} className="row">
            <Link to={`${pathname}?${new URLSearchParams(query)}`} onClick={props.onGo}>
              {name}
            </Link>
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
  const save = useAction(viewsRoutes.create, [viewsRoutes.list])
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        const body = { name, page: props.page, query: Object.fromEntries(search), shared: false }
        save.mutate({ body }, { onSuccess: () => setName('') })
      }}
    >
      <TextField label={t('console.views.saveAs')} value={name} onChange={setName} maxLength={100} required />
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
  const { message } = App.useApp()
  const [address, setAddress] = useState<string>()
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(location.href)
      void message.success(t('console.views.copied'))
    } catch {
      // Without HTTPS browsers do not let a page write to the clipboard: the address is shown for copying by hand.
      setAddress(location.href)
    }
  }
  return (
    <>
      <Button icon={<LinkOutlined />} onClick={() => void copy()}>
        {t('console.views.copy')}
      </Button>
      {address && (
        <TextField
          label={t('console.views.copyByHand')}
          value={address}
          onChange={() => undefined}
          onFocus={({ target }) => target.select()}
          readOnly
        />
      )}
    </>
  )
}
