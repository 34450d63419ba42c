/** Colours of a theme. Text on `surface`, `page` or `raised` has a contrast of 4.5 : 1 or more; a test measures it. */
export interface Palette {
  readonly page: string
  readonly surface: string
  /** Heads of tables, wells, hovered rows. */
  readonly raised: string
  readonly line: string
  /** The border of a control: 3 : 1 against `surface`. */
  readonly edge: string
  readonly text: string
  readonly muted: string
  readonly accent: string
  readonly accentHover: string
  /** Text on `accent`. */
  readonly onAccent: string
  readonly accentSoft: string
  readonly good: string
  readonly warn: string
  readonly bad: string
  readonly goodSoft: string
  readonly warnSoft: string
  readonly badSoft: string
  readonly series: readonly string[]
}

export const light: Palette = {
  page: '#f4f6f8',
  surface: '#ffffff',
  raised: '#eef1f5',
  line: '#dde3ea',
  edge: '#7d8a99',
  text: '#17202b',
  muted: '#556171',
  accent: '#1c5a9e',
  accentHover: '#16497f',
  onAccent: '#ffffff',
  accentSoft: '#e3edf8',
  good: '#1a6e42',
  warn: '#8a5300',
  bad: '#b3261e',
  goodSoft: '#e2f3e9',
  warnSoft: '#fdf0d5',
  badSoft: '#fde8e6',
  series: ['#1c5a9e', '#b8590b', '#1f7a5c', '#8a3d8f', '#5c6b7a', '#a3283c'],
}

export const dark: Palette = {
  page: '#10151b',
  surface: '#181f27',
  raised: '#212a34',
  line: '#2d3844',
  edge: '#748394',
  text: '#e6ebf0',
  muted: '#a3b0bd',
  accent: '#7db4ee',
  accentHover: '#9cc8f5',
  onAccent: '#0d1a28',
  accentSoft: '#1e3247',
  good: '#6fcf97',
  warn: '#e8b34f',
  bad: '#ff8f85',
  goodSoft: '#17331f',
  warnSoft: '#3a2c10',
  badSoft: '#43201d',
  series: ['#7db4ee', '#e8a15c', '#62c8a2', '#cf94d4', '#a3b0bd', '#ef8c9b'],
}

/** Writes the palette to the document as custom properties: `--text`, `--accent-soft`, `--series-1` … */
export function applyPalette(palette: Palette, options: { readonly scale: number; readonly dark: boolean }): void {
  const { style, dataset } = document.documentElement
  for (const [name, value] of Object.entries(palette)) {
    if (typeof value === 'string') style.setProperty(`--${kebab(name)}`, value)
  }
  for (const [index, value] of palette.series.entries()) style.setProperty(`--series-${index + 1}`, value)
  style.setProperty('--scale', String(options.scale))
  style.colorScheme = options.dark ? 'dark' : 'light'
  dataset.theme = options.dark ? 'dark' : 'light'
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
