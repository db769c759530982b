import { conditionText } from '../../model/condition-text.ts'
import type { PlannedAnalysis } from '../../model/plan.ts'
import { sideTitle } from '../../model/pooled-arms.ts'
import { type Block, count, joined, literal, longDate, type Table, type Text, text } from '../../report/index.ts'
import { adjustments, methods } from '../../statistics/index.ts'
import { saidTo } from '../checklist/index.ts'
import { roleWords } from '../document/contrasts.ts'
import { fieldTitle, heading, list, outcomeTitle, paragraph, type RegistrationMaterial } from './material.ts'
import { costId, lookId } from './numbers.ts'
import { labelled } from './question.ts'

/** Everything that the plan promises of the analysis. */
export function analysisBlocks(material: RegistrationMaterial): Block[] {
  return [
    ...analysedBlocks(material),
    ...modelBlocks(material),
    ...levelBlocks(material),
    heading('Several comparisons'),
    ...familyBlocks(material),
    heading('Looks before the end'),
    ...interimBlocks(material),
    heading('Subgroups'),
    ...subgroupBlocks(material),
    heading('Missing outcomes'),
    ...missingBlocks(material),
    heading('Costs'),
    ...costBlocks(material),
  ]
}

/** Who is analysed. */
export function analysedBlocks({ plan }: RegistrationMaterial): Block[] {
  const sets = plan.analysisSets ?? []
  return [
    paragraph(
      'Every allocated case is analysed in the arm that it was allocated to, whatever happened to it (intention to treat).',
    ),
    ...(sets.length === 0
      ? []
      : [
          paragraph('Analyses that name it look at a part of the cases:'),
          list(sets.map(({ title, where }) => text`${literal(title)} (rule: ${literal(conditionText(where))})`)),
        ]),
  ]
}

/** Every analysis, with its method and its role. */
export function modelBlocks({ plan, protocol, results }: RegistrationMaterial): Block[] {
  const contrasts = (ids: readonly string[] | undefined): Text =>
    ids === undefined
      ? 'all'
      : text`${literal(ids.map(id => plan.contrasts.find(each => each.id === id)?.title ?? id).join('; '))}`
  const table: Table = {
    kind: 'table',
    id: 'analyses-table',
    caption: text`The ${results.write('plan.analyses')} analyses of the plan`,
    columns: [
      { title: 'Analysis', kind: 'heading' },
      { title: 'Outcome', kind: 'text' },
      { title: 'Method', kind: 'text' },
      { title: 'Role', kind: 'text' },
      { title: 'Comparisons', kind: 'text' },
    ],
    rows: plan.analyses.map(analysis => [
      text`${literal(analysis.title)}${partOf(analysis, plan)}`,
      text`${literal(outcomeTitle(protocol, analysis.outcome))}${analysis.level === undefined ? '' : text` (${literal(analysis.level)})`}`,
      text`${literal(methods.find(analysis.method)?.title ?? analysis.method)}${settingsOf(analysis)}`,
      roleWords(analysis.role),
      methods.find(analysis.method)?.pValues === 'overall' ? 'all arms together' : contrasts(analysis.contrasts),
    ]),
    notes: [],
  }
  return [table]
}

/** At which level tests and intervals are, and what a role means. */
export const levelBlocks = ({ results }: RegistrationMaterial): Block[] => [
  paragraph(
    text`Tests are two-sided at alpha ${results.write('plan.alpha')}; intervals have a level of ${results.write('plan.confidence_level')}. A primary analysis answers the question of the trial; secondary and sensitivity analyses stand beside it. Whatever else is tried is kept and called exploratory.`,
  ),
]

/** The set or the subgroups of an analysis. */
function partOf({ set, by }: PlannedAnalysis, plan: RegistrationMaterial['plan']): Text {
  const named = plan.analysisSets?.find(({ id }) => id === set)?.title
  const division = plan.subgroups?.find(({ id }) => id === by)?.title
  return text`${named === undefined ? '' : text`, only: ${literal(named)}`}${division === undefined ? '' : text`, by ${literal(division)}`}`
}

function settingsOf({ settings }: PlannedAnalysis): Text {
  if (settings === undefined) return ''
  const words = Object.entries(settings).map(([name, value]) => `${name} ${settingText(value)}`)
  return text` (${literal(words.join('; '))})`
}

const settingText = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, part]) => `${name} ${part}`)
        .join(', ')
    : Number.isInteger(value)
      ? count(value as number)
      : String(value)

/** Which P values are adjusted together. */
export function familyBlocks({ plan }: RegistrationMaterial): Block[] {
  const families = plan.families ?? []
  if (families.length === 0)
    return [paragraph('No P values are adjusted together: each comparison is judged by itself.')]
  return [
    list(
      families.map(({ title, method, members }) => {
        const adjustment = adjustments.find(method)
        const tests = members.map(({ analysis, contrast }) => {
          const [name, of] = [
            plan.analyses.find(({ id }) => id === analysis)?.title ?? analysis,
            plan.contrasts.find(({ id }) => id === contrast)?.title,
          ]
          return of === undefined ? name : `${name} (${of})`
        })
        return labelled(
          literal(title),
          text`P adjusted by ${literal(adjustment?.title ?? method)}, over ${literal(tests.join('; '))}.`,
        )
      }),
    ),
  ]
}

/** Looks at the results before the end. */
export function interimBlocks({ plan: { interim, analyses }, results }: RegistrationMaterial): Block[] {
  if (interim === undefined) return [paragraph('No look at the results before the end is planned.')]
  const title = analyses.find(({ id }) => id === interim.analysis)?.title ?? interim.analysis
  const looks = interim.looks.map(({ date }, at) => {
    const share = results.write(lookId(at))
    return date === undefined ? [share] : text`${share} on ${literal(longDate(date))}`
  })
  return [
    paragraph(
      text`${literal(title)} is looked at before the end, at ${joined(looks, ', ')} of the information. Alpha is spent over the looks and the last analysis by the ${literal(interim.spending)} function of Lan and DeMets.`,
    ),
  ]
}

export function subgroupBlocks({ plan, protocol }: RegistrationMaterial): Block[] {
  const divisions = plan.subgroups ?? []
  if (divisions.length === 0) return [paragraph('No analysis by subgroups is planned.')]
  return [
    list(
      divisions.map(({ title, field, groups }) =>
        labelled(
          literal(title),
          text`${literal(groups.map(group => group.title).join('; '))} (by ${literal(fieldTitle(protocol, field))}).`,
        ),
      ),
    ),
    paragraph('Whether the effect differs between subgroups is judged by a test of interaction, not by each P.'),
  ]
}

/** How missing outcomes are taken. */
export const missingBlocks = ({ checklist }: RegistrationMaterial): Block[] =>
  checklist.entries.filter(({ id }) => id === '21c').map(entry => paragraph(saidTo(entry)))

/** What the arms cost, and what that is set against. */
export function costBlocks({ protocol, plan, results }: RegistrationMaterial): Block[] {
  if (protocol.costs.length === 0) return [paragraph('The protocol states no costs.')]
  const { economics } = plan
  return [
    list(
      protocol.costs.map(({ id, title, arm, arms = [], kind }) => {
        const bearers = [...(arm === undefined ? [] : [arm]), ...arms].map(each => sideTitle(protocol, each))
        const each = kind === 'per_case' ? ' for each case' : ' in all'
        return labelled(
          literal(title),
          text`${results.write(costId(id))}${each}, borne by ${literal(bearers.join(' and '))}.`,
        )
      }),
    ),
    paragraph(
      economics === undefined
        ? 'The plan sets nothing against them.'
        : text`They are set against ${literal(outcomeTitle(protocol, economics.outcome))}.`,
    ),
    ...((economics?.notCounted ?? []).length === 0
      ? []
      : [paragraph('Not counted:'), list((economics?.notCounted ?? []).map(words => text`${literal(words)}`))]),
  ]
}
