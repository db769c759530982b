import { expect } from 'vitest'
import { svgTexts, type TextBox, viewBox } from './svg-texts.ts'

/** Every text of a drawing is large enough, inside it, and clear of the others. */
export function expectReadable(name: string, svg: string): void {
  const { width, height } = viewBox(svg)
  const texts = svgTexts(svg)
  expect(texts.length, name).toBeGreaterThan(3)
  for (const text of texts) {
    expect(text.text, name).not.toContain('…')
    expect(text.size, `${name}: ${text.text}`).toBeGreaterThanOrEqual(12)
    expect(text.left, `${name}: ${text.text}`).toBeGreaterThanOrEqual(0)
    expect(text.top, `${name}: ${text.text}`).toBeGreaterThanOrEqual(0)
    expect(text.right, `${name}: ${text.text}`).toBeLessThanOrEqual(width)
    expect(text.bottom, `${name}: ${text.text}`).toBeLessThanOrEqual(height)
  }
  expect(overlapping(texts), name).toEqual([])
}

function overlapping(texts: readonly TextBox[]): string[] {
  return texts.flatMap((one, i) =>
    texts
      .slice(i + 1)
      .filter(
        other => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom,
      )
      .map(other => `${one.text} / ${other.text}`),
  )
}
