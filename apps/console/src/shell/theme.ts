import { type ThemeConfig, theme } from 'antd'
import type { Palette } from './palette.ts'

const fonts =
  '"PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif'

/** The theme of Ant Design that goes with a palette. */
export function themeOf(palette: Palette, options: { readonly scale: number; readonly dark: boolean }): ThemeConfig {
  const { scale } = options
  return {
    algorithm: options.dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      ...textTokens(palette),
      ...surfaceTokens(palette),
      fontFamily: fonts,
      fontSize: 14 * scale,
      controlHeight: Math.round(34 * scale),
      borderRadius: 6,
      wireframe: false,
      motion: false,
    },
    components: {
      Button: { primaryColor: palette.onAccent, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Tag: { defaultBg: palette.raised, defaultColor: palette.text },
      Tooltip: { colorBgSpotlight: '#17202b' },
    },
  }
}

function textTokens(palette: Palette): ThemeConfig['token'] {
  return {
    colorText: palette.text,
    colorTextBase: palette.text,
    colorTextSecondary: palette.muted,
    colorTextTertiary: palette.muted,
    colorTextDescription: palette.muted,
    colorTextPlaceholder: palette.muted,
    colorIcon: palette.muted,
    colorLink: palette.accent,
    colorLinkHover: palette.accentHover,
    colorPrimary: palette.accent,
    colorPrimaryHover: palette.accentHover,
    colorPrimaryText: palette.accent,
    colorSuccess: palette.good,
    colorWarning: palette.warn,
    colorError: palette.bad,
    colorErrorText: palette.bad,
    colorInfo: palette.accent,
    colorTextLightSolid: palette.onAccent,
  }
}

function surfaceTokens(palette: Palette): ThemeConfig['token'] {
  return {
    colorBgBase: palette.surface,
    colorBgContainer: palette.surface,
    colorBgElevated: palette.surface,
    colorBgLayout: palette.page,
    colorBorder: palette.edge,
    colorBorderSecondary: palette.line,
    colorSplit: palette.line,
    controlItemBgActive: palette.accentSoft,
    controlItemBgHover: palette.raised,
    controlOutline: palette.accentSoft,
  }
}
