import type { AnalysisResult } from '../pipeline/analysis-result.ts'
import { analysisSections } from '../pipeline/document/analysis-sections.ts'
import { armTables } from '../pipeline/document/arms.ts'
import { contrastTables } from '../pipeline/document/contrasts.ts'
import { undefinedBlocks } from '../pipeline/document/further-analyses.ts'
import { summarySection } from '../pipeline/document/summary.ts'
import { isTest, testBlocks } from '../pipeline/document/tests.ts'
import type { Findings } from '../pipeline/findings.ts'
import { reported } from '../pipeline/results/reported.ts'
import type { Section } from '../report/index.ts'

/** What an analysis found, for a person at a terminal: the summary, the tests as reported, the primary analyses. */
export function mainSections(found: Findings): Section[] {
  const findings = reported(found)
  const { analyses } = findings
  const tests = analyses.filter(result => isTest(result) && answersTheTrial(result))
  const primary = analyses.filter(result => !isTest(result) && result.role === 'primary')
  const tables = [...armTables(findings, primary), ...contrastTables(findings, primary)]
  return withBlocks([
    summarySection(findings),
    { id: 'tests', title: 'Tests', blocks: [...testBlocks(findings, tests), ...undefinedBlocks(findings, tests)] },
    { id: 'primary', title: 'Primary analyses', blocks: [...tables, ...undefinedBlocks(findings, primary)] },
  ])
}

/** The summary, and every analysis. */
export function allSections(found: Findings): Section[] {
  const findings = reported(found)
  return [summarySection(findings), ...analysisSections(findings)]
}

/** What the plan did not promise. */
export const exploratorySections = (findings: Findings): Section[] =>
  analysisSections(reported(findings)).filter(({ id }) => id === 'exploratory')

const answersTheTrial = ({ role }: AnalysisResult): boolean => role === 'as_reported' || role === 'primary'

const withBlocks = (sections: readonly Section[]): Section[] => sections.filter(({ blocks }) => blocks.length > 0)
