import { join } from 'node:path'
import type { Protocol } from '../model/protocol.ts'
import type { Findings } from '../pipeline/findings.ts'
import type { MaskedAnalysis } from '../pipeline/masking/analyse-masked.ts'
import { maskFiles } from '../pipeline/masking/mask-folder.ts'
import type { MaskOutcome } from '../pipeline/masking/mask-run.ts'
import type { UnmaskOutcome } from '../pipeline/masking/unmask.ts'
import { sectionText } from '../report/index.ts'
import { armTitleOf, recordText } from './concealment-text.ts'
import { allSections, mainSections } from './main-sections.ts'
import { outputWidth } from './open-trial.ts'
import { noticeLines } from './summaries.ts'

/** What masking did, and what it does not hide. */
export function maskText({ notice, out, cases, labels, outcomes, leftOut, cautions, recipients }: MaskOutcome): string {
  return [
    ...noticeLines(notice),
    `Masked ${cases.toLocaleString('en-GB')} cases in ${labels.length} arms called ${labels.map(label => label.toUpperCase()).join(', ')}; outcomes: ${outcomes.join(', ')}. Written to ${out}.`,
    ...(leftOut.length === 0
      ? []
      : [`Left out, as they would tell the arms: ${leftOut.map(({ outcome }) => outcome).join(', ')}.`]),
    `What the labels stand for is in ${join(out, maskFiles.key)}, sealed to ${recipients.join(', ')}.`,
    '',
    'What it does not hide:',
    ...cautions.map(caution => `- ${caution}`),
  ].join('\n')
}

/** What an analysis of a masked set found. */
export function maskedAnalysisText(
  { notice, folder, leftOut, cautions }: Omit<MaskedAnalysis, 'findings'>,
  findings: Findings,
  full: boolean,
): string {
  const sections = (full ? allSections(findings) : mainSections(findings)).filter(({ id }) => id !== 'summary')
  return [
    ...noticeLines(notice),
    ...sections.flatMap(section => [sectionText(section, outputWidth()), '']),
    ...(leftOut.length === 0 ? [] : [`Not done, as the arms must be known for it: ${leftOut.join(', ')}.`]),
    ...cautions.map(caution => `- ${caution}`),
    '',
    `Every analysis is in ${join(folder, maskFiles.results)} and, a row for each number, in ${join(folder, maskFiles.tidyResults)}${full ? '' : '; --full prints them'}.`,
  ].join('\n')
}

/** What the labels stand for. */
export const unmaskText = (protocol: Protocol, { notice, labels, recorded }: UnmaskOutcome): string =>
  [
    ...noticeLines(notice),
    recordText(recorded),
    '',
    ...labels.map(({ label, arm }) => `${label.toUpperCase()}: ${armTitleOf(protocol, arm)}`),
  ].join('\n')
