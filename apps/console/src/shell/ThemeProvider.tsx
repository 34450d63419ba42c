import { App, ConfigProvider } from 'antd'
import en from 'antd/locale/en_US'
import zh from 'antd/locale/zh_CN'
import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useSyncExternalStore } from 'react'
import { applyPalette, dark, light, type Palette } from './palette.ts'
import { usePreferences } from './preferences.ts'
import { themeOf } from './theme.ts'

/** New for every answer of the server: the only style elements that its policy allows are those that bear it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

const PaletteContext = createContext<Palette>(light)

/** Colours, sizes and the words of Ant Design's own controls, as the person chose them. */
export function ThemeProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { theme: choice, scale, language } = usePreferences()
  const systemDark = useSystemDark()
  const isDark = choice === 'dark' || (choice === 'system' && systemDark)
  const palette = isDark ? dark : light
  const antTheme = useMemo(() => themeOf(palette, { scale, dark: isDark }), [palette, scale, isDark])
  useLayoutEffect(() => {
    applyPalette(palette, { scale, dark: isDark })
    document.documentElement.lang = language
  }, [palette, scale, isDark, language])
  return (
    <PaletteContext value={palette}>
      <ConfigProvider theme={antTheme} locale={language === 'en' ? en : zh} wave={{ disabled: true }} csp={{ nonce }}>
        <App>{children}</App>
      </ConfigProvider>
    </PaletteContext>
  )
}

/** The colours in use: for drawings that cannot take them from style sheets. */
export function usePalette(): Palette {
  return useContext(PaletteContext)
}

function useSystemDark(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia('(prefers-color-scheme: dark)')
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => matchMedia('(prefers-color-scheme: dark)').matches,
  )
}
