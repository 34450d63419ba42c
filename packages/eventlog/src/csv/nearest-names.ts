/**
 * The names most like one that was looked for in vain, best first: same letters in another case or with other signs first,
 * then by edit distance (Damerau–Levenshtein, neighbouring letters swapped count one).
 *
 * @param most how many to give
 */
export function nearestNames(name: string, names: readonly string[], most = 3): string[] {
  const wanted = plain(name)
  return names
    .map((candidate, index) => ({ candidate, index, distance: editDistance(wanted, plain(candidate)) }))
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .slice(0, most)
    .map(({ candidate }) => candidate)
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFKC')
    .replace(/^case:/, '')
    .replace(/[\s_\-:.]/g, '')
    .slice(0, 64)
}

function editDistance(a: string, b: string): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1)
      row.push(least)
    }
    before = above
    above = row
  }
  return above[b.length]!
}
