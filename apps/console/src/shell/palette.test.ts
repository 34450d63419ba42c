import { describe, expect, it } from 'vitest'
import { dark, light, type Palette } from './palette.ts'

const grounds = ['surface', 'page', 'raised'] as const
const inks = ['text', 'muted', 'accent', 'good', 'warn', 'bad'] as const

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('the %s palette', (_, palette) => {
  it.each(grounds.flatMap((ground) => inks.map((ink) => [ink, ground] as const)))('%s is read on %s', (ink, ground) => {
    expect(contrast(palette[ink], palette[ground])).toBeGreaterThanOrEqual(4.5)
  })

  it.each([
    ['onAccent', 'accent'],
    ['accent', 'accentSoft'],
    ['text', 'accentSoft'],
    ['good', 'goodSoft'],
    ['warn', 'warnSoft'],
    ['bad', 'badSoft'],
  ] as const)('%s is read on %s', (ink, ground) => {
    expect(contrast(palette[ink], palette[ground])).toBeGreaterThanOrEqual(4.5)
  })

  it('edges of controls and lines of charts are told from the ground', () => {
    for (const colour of [palette.edge, ...palette.series])
      expect(contrast(colour, palette.surface), colour).toBeGreaterThanOrEqual(3)
  })
})

/** WCAG 2.2, contrast ratio. */
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: Palette['text']): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
