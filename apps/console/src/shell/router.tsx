import type { ComponentType, ReactNode } from 'react'
import { createBrowserRouter, type RouteObject } from 'react-router'
import type { PageEntry } from '../pages/page.ts'
import { pages } from '../pages/pages.ts'
import { loadAll, TextProvider } from '../text/TextProvider.tsx'
import { RouteError } from './ErrorBoundary.tsx'
import { Gate } from './Gate.tsx'
import { Layout } from './Layout.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { PageGuard } from './PageGuard.tsx'
import { preferences } from './preferences.ts'

/** The routes of all pages: code and texts of a page come when it is first opened. */
export function createConsoleRouter(): ReturnType<typeof createBrowserRouter> {
  const framed = pages.filter(({ bare }) => !bare).map(routeOf)
  const bare = pages.filter((page) => page.bare).map(routeOf)
  return createBrowserRouter([
    {
      element: <Gate />,
      errorElement: <RouteError />,
      hydrateFallbackElement: <Gate waiting />,
      children: [{ element: <Layout />, children: [...framed, { path: '*', element: <NotFoundPage /> }] }, ...bare],
    },
  ])
}

function routeOf(page: PageEntry): RouteObject {
  return {
    path: page.path,
    errorElement: <RouteError />,
    lazy: async () => {
      const [{ default: Page }] = await Promise.all([page.load(), loadAll(preferences().language, page.texts)])
      return { element: pageElement(page, Page) }
    },
  }
}

function pageElement(page: PageEntry, Page: ComponentType): ReactNode {
  return (
    <TextProvider features={page.texts}>
      <PageGuard page={page}>
        <Page />
      </PageGuard>
    </TextProvider>
  )
}
