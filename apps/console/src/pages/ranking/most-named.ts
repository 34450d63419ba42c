/** How many of so many ranked units may be named: a tenth, rounded up, so that of fewer than ten it is still one. */
export function mostNamed(ranked: number): number {
  return Math.ceil(ranked / 10)
}
