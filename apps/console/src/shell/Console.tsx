import { QueryClientProvider } from '@tanstack/react-query'
import { identityRoutes } from '@zhengfeng/contract'
import { type ReactNode, Suspense, useEffect } from 'react'
import { RouterProvider } from 'react-router'
import { setCallLanguage } from '../api/call.ts'
import { createQueryClient } from '../api/queries.ts'
import { loadAll, TextProvider } from '../text/TextProvider.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { preferences, usePreferences } from './preferences.ts'
import { createConsoleRouter } from './router.tsx'
import { ThemeProvider } from './ThemeProvider.tsx'

// Asked for before anything is drawn.
void loadAll(preferences().language, ['console'])
setCallLanguage(preferences().language)

const client = createQueryClient(() => void client.invalidateQueries({ queryKey: [identityRoutes.session.path] }))
const router = createConsoleRouter()

/** The whole console. */
export function Console(): ReactNode {
  const { language } = usePreferences()
  useEffect(() => {
    setCallLanguage(language)
    // What the server wrote in the other language is asked for again.
    void client.invalidateQueries()
  }, [language])
  return (
    <QueryClientProvider client={client}>
      <Suspense fallback={null}>
        <TextProvider language={language} features={['console']}>
          <ThemeProvider>
            <ErrorBoundary>
              <RouterProvider router={router} />
            </ErrorBoundary>
          </ThemeProvider>
        </TextProvider>
      </Suspense>
    </QueryClientProvider>
  )
}
