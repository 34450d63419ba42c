import { type ReactNode, useId } from 'react'
import { NavLink } from 'react-router'
import { type PageEntry, pageGroups } from '../pages/page.ts'
import { pages } from '../pages/pages.ts'
import { useText } from '../text/TextProvider.tsx'
import { useMay } from './session.tsx'
import { useSliceLink } from './slice.ts'

/** The pages that the person may open, by group. */
export function Navigation(props: { readonly onGo?: () => void }): ReactNode {
  const { t } = useText()
  const open = useOpenPages()
  const id = useId()
  return pageGroups.map((group) => {
    const entries = open.filter((page) => page.group === group)
    if (entries.length === 0) return null
    return (
      <div key={group} className="nav-group">
        <p id={`${id}-${group}`}>{t(`console.groups.${group}`)}</p>
        <ul className="nav-list" aria-labelledby={`${id}-${group}`}>
          {entries.map((page) => (
            <li key={page.name}>
              <Entry page={page} {...props} />
            </li>
          ))}
        </ul>
      </div>
    )
  })
}

/** The pages that the person may open. */
export function useOpenPages(): readonly PageEntry[] {
  const may = useMay()
  return pages.filter(({ permissions }) => !permissions || permissions.some(may))
}

function Entry({ page, onGo }: { readonly page: PageEntry; readonly onGo?: () => void }): ReactNode {
  const { t } = useText()
  const link = useSliceLink()
  const { Icon } = page
  return (
    <NavLink
      className="nav-link"
      to={page.sliced ? link(page.path) : page.path}
      end={page.path === '/'}
      title={t(`console.pages.${page.name}`)}
      {...(onGo && { onClick: onGo })}
    >
      {Icon && <Icon />}
      <span className="nav-label">{t(`console.pages.${page.name}`)}</span>
    </NavLink>
  )
}
