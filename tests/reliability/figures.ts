import { appendFileSync } from 'node:fs'

/** Environment variable that names the file in which figures are gathered. */
export const figuresVariable = 'EQUIPOISE_RELIABILITY_FIGURES'

/** Adds a figure to the last line of the run. */
export function figure(text: string): void {
  const path = process.env[figuresVariable]
  if (path !== undefined) appendFileSync(path, `${text}\n`)
}
