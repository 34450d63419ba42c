import { UserOutlined } from '@ant-design/icons'
import { Popover } from 'antd'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { Choice } from '../components/Choice.tsx'
import { useText } from '../text/TextProvider.tsx'
import { densities, type Preferences, scales, setPreferences, themes, usePreferences } from './preferences.ts'
import { openHelp } from './Shortcuts.tsx'
import { useMe } from './session.tsx'
import { useSignOut } from './sign-out.ts'

/** One's own account and choices. */
export function PersonMenu(): ReactNode {
  const { t } = useText()
  const me = useMe()
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      content={<Menu onGo={() => setOpen(false)} />}
    >
      <button
        type="button"
        className="plain-button"
        aria-expanded={open}
        aria-label={t('console.person.open', { name: me.name })}
      >
        <UserOutlined />
        <span className="only-wide">{me.name}</span>
      </button>
    </Popover>
  )
}

function Menu({ onGo }: { readonly onGo: () => void }): ReactNode {
  const { t, list } = useText()
  const me = useMe()
  const signOut = useSignOut()
  const roles = Array.from(new Set(me.grants.map(({ role }) => t(`console.roles.${role}`))))
  return (
    <section className="person-menu stack" aria-label={t('console.person.menu')}>
      <p>
        <strong>{me.name}</strong>
        <br />
        <span className="muted">{list(roles)}</span>
      </p>
      <Look />
      <ul className="person-links">
        <li>
          <Link to="/account" onClick={onGo}>
            {t('console.pages.account')}
          </Link>
        </li>
        <li>
          <button
            type="button"
            className="link-button"
            onClick={() => {
              onGo()
              openHelp()
            }}
          >
            {t('console.help.title')}
          </button>
        </li>
        <li>
          <button type="button" className="link-button" onClick={signOut}>
            {t('console.person.signOut')}
          </button>
        </li>
      </ul>
    </section>
  )
}

function Look(): ReactNode {
  const { t } = useText()
  const { theme, scale, density } = usePreferences()
  return (
    <>
      <Choice
        label={t('console.look.theme')}
        value={theme}
        options={themes.map((value) => ({ value, label: t(`console.look.themes.${value}`) }))}
        onChange={(value) => setPreferences({ theme: value })}
      />
      <Choice
        label={t('console.look.scale')}
        value={String(scale)}
        options={scales.map((value, index) => ({ value: String(value), label: t(`console.look.scales.${index}`) }))}
        onChange={(value) => setPreferences({ scale: Number(value) as Preferences['scale'] })}
      />
      <Choice
        label={t('console.look.density')}
        value={density}
        options={densities.map((value) => ({ value, label: t(`console.look.densities.${value}`) }))}
        onChange={(value) => setPreferences({ density: value })}
      />
    </>
  )
}
