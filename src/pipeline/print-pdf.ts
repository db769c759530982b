import { execFile } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { TrialError } from '../core/errors.ts'
import { printingFailed } from './issues.ts'

const browsers = ['chromium', 'chromium-browser', 'google-chrome'] as const

/** Path of an installed Chromium, from the folders of PATH. */
export function findBrowser(path = process.env.PATH ?? ''): string | undefined {
  const folders = path.split(delimiter).filter(folder => folder !== '')
  return browsers.flatMap(name => folders.map(folder => join(folder, name))).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const longestMilliseconds = 60_000

/**
 * A page as PDF: A4, tagged, with an outline. The browser reads one file, has a profile of its own that is thrown away,
 * and no network. It writes the time into the PDF, so that two are never the same bytes.
 */
export async function printPdf(browser: string, html: string, milliseconds = longestMilliseconds): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'equipoise-pdf-'))
  const [page, pdf] = [join(folder, 'report.html'), join(folder, 'report.pdf')]
  try {
    writeFileSync(page, html)
    const args = [...settings, `--user-data-dir=${join(folder, 'profile')}`, `--print-to-pdf=${pdf}`]
    await promisify(execFile)(browser, [...args, pathToFileURL(page).href], {
      timeout: milliseconds,
      killSignal: 'SIGKILL',
    })
    return readFileSync(pdf)
  } catch (error) {
    throw new TrialError([printingFailed(browser, milliseconds / 1000)], { cause: error })
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

const settings = [
  '--headless',
  '--disable-gpu',
  '--disable-extensions',
  '--disable-background-networking',
  '--no-first-run',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--no-pdf-header-footer',
  '--generate-pdf-document-outline',
  // Its sandbox does not start for the superuser, as in a container. The page has no script.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]
