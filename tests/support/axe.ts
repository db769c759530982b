import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = createRequire(import.meta.url).resolve('axe-core')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

interface Axe {
  run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
}

/** What axe objects to on a page, each with the elements; a page that allows no script is opened with its policy set aside. */
export async function objections(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe })
  return await page.evaluate(async only => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run({ runOnly: only })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  }, rules)
}
