import { type Block, literal, type Section, text } from '../../report/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import type { Reported } from '../results/reported-findings.ts'
import { armTables } from './arms.ts'
import { contrastTables } from './contrasts.ts'
import { economicsBlocks } from './economics.ts'
import { furtherSection, testTable, undefinedBlocks } from './further-analyses.ts'
import { subgroupsSection, subgroupTables } from './subgroups.ts'
import { isTest, testBlocks } from './tests.ts'

/** What the analyses gave: those that answer the trial's questions first, then the others by what they are for. */
export function analysisSections(findings: Reported): Section[] {
  const main = inOrderOfOutcome(findings, ['as_reported', 'primary'])
  const undone = undefinedBlocks(
    findings,
    main.filter(result => !isTest(result)),
  )
  const contrasts = [...contrastTables(findings, main), ...undone]
  return [
    { id: 'arms', title: 'What happened in each arm', blocks: armTables(findings, main) },
    { id: 'tests', title: 'Tests', blocks: testsBlocks(findings, main) },
    { id: 'contrasts', title: 'The contrasts between arms', blocks: contrasts },
    { id: 'economics', title: 'Cost and what it brought in', blocks: economicsBlocks(findings) },
    further(findings, 'secondary', 'Secondary analyses'),
    further(findings, 'sensitivity', 'Sensitivity: the same questions by other methods'),
    subgroupsSection(findings, findings.analyses),
    exploratorySection(findings),
  ].filter(({ blocks }) => blocks.length > 0)
}

/** The tests of the trial's questions in sentences, and all planned tests of an outcome side by side where there are several. */
function testsBlocks(findings: Reported, main: readonly AnalysisResult[]): Block[] {
  const planned = inOrderOfOutcome(findings, ['as_reported', 'primary', 'secondary', 'sensitivity'])
  const tests = planned.filter(isTest)
  const tables = findings.protocol.outcomes.flatMap(({ id, title }) => {
    const own = tests.filter(({ outcome }) => outcome === id)
    if (own.length < 2) return []
    const caption = text`${literal(title)}: tests over all arms, each with its own null hypothesis`
    return testTable(findings, { id: `tests-${id.replaceAll('_', '-')}`, caption }, own)
  })
  return [...testBlocks(findings, main), ...tables]
}

/** Analyses of some roles, sorted by outcome as the protocol lists them. */
function inOrderOfOutcome(
  { analyses, protocol }: Reported,
  roles: readonly AnalysisResult['role'][],
): AnalysisResult[] {
  const of = ({ outcome }: AnalysisResult): number => protocol.outcomes.findIndex(({ id }) => id === outcome)
  return analyses.filter(({ role }) => roles.includes(role)).sort((a, b) => of(a) - of(b))
}

const further = (findings: Reported, role: AnalysisResult['role'], title: string): Section =>
  furtherSection(findings, {
    id: role,
    title,
    analyses: inOrderOfOutcome(findings, [role]),
    tests: role === 'exploratory',
  })

/** What the plan calls exploratory, what was changed after results were seen, and what was tried beside the plan. */
function exploratorySection(findings: Reported): Section {
  const planned = further(findings, 'exploratory', 'Exploratory analyses')
  const tried = (findings.explorations ?? []).flatMap(({ id, title, analyses }): Block[] => [
    { kind: 'heading', text: text`Not in the plan: ${literal(title)}` },
    ...furtherSection(findings, { id: `exploratory-${id.replaceAll('_', '-')}`, title, analyses, tests: true }).blocks,
    ...subgroupTables(findings, analyses),
  ])
  const blocks = [...planned.blocks, ...tried]
  return { ...planned, blocks: blocks.length === 0 ? [] : [{ kind: 'paragraph', text: caveat }, ...blocks] }
}

const caveat =
  'These were not promised before the results could be seen. With enough of them some differ by chance alone, so they can raise a question and settle none.'
