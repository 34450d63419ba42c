/** A county of the sandbox province: one office. */
export interface County {
  readonly code: string
  readonly name: string
}

export interface City extends County {
  readonly counties: readonly County[]
  /** Share of the province's applications. */
  readonly share: number
}

export interface Province extends County {
  readonly cities: readonly City[]
}

const cityNames = [
  ...['望舟', '归鹭', '砚田', '翎洲', '篁浦', '蓼汀', '泠泉'],
  ...['昭原', '穗丰', '墨渚', '弦歌', '琅汀', '岫云', '霜堤'],
]
const firstSigns = [...'晨暮霁岚澜曦荻芷棠杏橙榆']
const secondSigns = [...'溪岭川原浦屿滩坪湾渡']

/**
 * The sandbox province. It does not exist: its codes begin with 99, which GB/T 2260 gives to no place, and its names are made up. The
 * first city is the capital, with more counties and more people.
 */
export const province: Province = { code: '990000', name: '明澜省（沙盒）', cities: drawCities() }

function drawCities(): City[] {
  // 14 cities with 120 counties: twelve in the capital, eight or nine elsewhere.
  const sizes = cityNames.map((_, index) => (index === 0 ? 12 : index <= 4 ? 9 : 8))
  const weights = sizes.map((size, index) => size * (index === 0 ? 1.5 : 1 + 0.05 * ((index * 5) % 7)))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  let county = 0
  return cityNames.map((name, index) => {
    const code = 990_000 + (index + 1) * 100
    const counties = Array.from({ length: sizes[index]! }, (_, number) => {
      county += 1
      return { code: String(code + number + 1), name: countyName(county, number) }
    })
    return { code: String(code), name: `${name}市`, counties, share: weights[index]! / sum }
  })
}

/** The first counties of a city are its districts. */
function countyName(county: number, number: number): string {
  const first = firstSigns[county % firstSigns.length]!
  const second = secondSigns[Math.floor(county / firstSigns.length) % secondSigns.length]!
  return `${first}${second}${number < 3 ? '区' : '县'}`
}
