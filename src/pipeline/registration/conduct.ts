import { harmfulKinds } from '../../model/process.ts'
import { type Block, literal, type Section, text } from '../../report/index.ts'
import { type ChecklistEntry, entryTable, wantedOf } from '../checklist/index.ts'
import { deviationText } from '../document/deviations.ts'
import { artefacts } from '../run-folder.ts'
import { type BegunRun, forAuthor, heading, list, paragraph, type RegistrationMaterial, sentence } from './material.ts'
import { labelled } from './question.ts'

/** What counts as a harm, and what is watched over while the trial runs. */
export function harmBlocks({ protocol }: RegistrationMaterial): Block[] {
  const harms = harmfulKinds(protocol.process)
  const { losses = [], alarms = [] } = protocol.monitoring ?? {}
  return [
    ...(harms.length === 0
      ? [forAuthor('What counts as a harm, and how it is looked for: the protocol names no event as a harm.')]
      : [
          paragraph('These events count as harms; the report gives the cases and events of each, by arm:'),
          list(
            harms.map(({ title, description }) =>
              description === undefined ? text`${literal(title)}` : labelled(literal(title), sentence(description)),
            ),
          ),
        ]),
    ...(losses.length === 0
      ? []
      : [
          paragraph("These end a case's part in the trial, and are counted by arm:"),
          list(losses.map(({ title }) => text`${literal(title)}`)),
        ]),
    ...(alarms.length === 0
      ? []
      : [
          paragraph('While the trial runs it is watched over by these alarms, without outcomes by arm:'),
          list(alarms.map(({ title }) => text`${literal(title)}`)),
        ]),
  ]
}

/** What happens where something is changed after registration, and how that can be seen. */
export const changePolicyBlocks = (): Block[] => [
  paragraph(
    'A change that is decided before anybody who decides it has seen results by arm is an amendment. One that is decided after is a deviation, and the analyses that it adds or changes are exploratory. Both are entries of the plan, with what is changed, why, on which day, and whether results had been seen.',
  ),
  paragraph(
    text`The protocol does not change once cases are drawn: the stages refuse another one. The run keeps the plan that stood at the allocation (${{ kind: 'code', text: artefacts.allocatedPlan }}). Every later file names the SHA-${literal('256')} hashes of what it was made from, the protocol and the plan among them, in a chain back to the list of cases. The analysis is refused where the plan differs from the one at the allocation and no entry says so. Departures of staff from the process are recorded with the rule and the reason, and the report counts them by arm.`,
  ),
]

/** What fixes the wording: the hashes of the files, and what was changed since the trial began. */
export function standingBlocks({ hashes, begun, plan }: RegistrationMaterial): Block[] {
  const recorded = plan.deviations ?? []
  return [
    paragraph(text`These hashes (SHA-${literal('256')}) fix the two files that this document is written from:`),
    list([
      labelled('Protocol, protocol.yaml', { kind: 'code', text: hashes.protocol }),
      labelled('Plan, plan.yaml', { kind: 'code', text: hashes.plan }),
    ]),
    ...(begun === null
      ? [
          paragraph('No cases had been drawn when this was written.'),
          ...(recorded.length === 0
            ? []
            : [paragraph('The plan records these changes:'), list(recorded.map(deviationText))]),
        ]
      : begunBlocks(begun)),
  ]
}

function begunBlocks({ sameProtocol, allocated, planAtAllocation, amendments, unrecorded }: BegunRun): Block[] {
  const drawn = sameProtocol
    ? 'Cases had been drawn when this was written, by this protocol.'
    : 'Cases had been drawn when this was written, by another protocol than this one.'
  if (!allocated) return [paragraph(`${drawn} They had not been allocated.`)]
  if (amendments === null || planAtAllocation === null)
    return [paragraph(`${drawn} They were allocated, and the run kept no copy of the plan by which.`)]
  const { added, changed, dropped, parts, deviations } = amendments
  const differing = [
    ...added.map(id => `${id} (added)`),
    ...changed.map(id => `${id} (changed)`),
    ...dropped.map(({ id }) => `${id} (taken away)`),
    ...parts.map(part => `${part} (a part of the plan, changed)`),
  ]
  return [
    paragraph(text`${drawn} They were allocated by the plan of hash ${{ kind: 'code', text: planAtAllocation }}.`),
    heading('Amended since'),
    ...(differing.length === 0 && deviations.length === 0
      ? [paragraph('Nothing: what the plan promises is what it promised then.')]
      : []),
    ...(differing.length === 0 ? [] : [list(differing.map(each => [{ kind: 'code' as const, text: each }]))]),
    ...(deviations.length === 0 ? [] : [list(deviations.map(deviationText))]),
    ...(unrecorded.length === 0
      ? []
      : [
          paragraph('No entry of the plan says why this differs, so that the analysis would be refused:'),
          list(unrecorded.map(each => [{ kind: 'code' as const, text: each }])),
        ]),
  ]
}

/** The items of the reporting checklist that do not wait for results. */
const isBeforehand = ({ id, state }: ChecklistEntry): boolean =>
  state !== 'later' && (/^[A-Z]/.test(id) || Number.parseInt(id, 10) < firstItemOfResults)
const firstItemOfResults = 22

/** What of the reporting checklist can be filled in beforehand, and what is left for the author. */
export function checklistSections({ checklist }: RegistrationMaterial): Section[] {
  const entries = checklist.entries.filter(isBeforehand)
  const filled = entries.filter(({ state }) => state === 'answered' || state === 'partly')
  const wanted = entries.filter(entry => wantedOf(entry) !== '')
  const title = text`CONSORT ${literal('2025')}, as far as it can be filled in beforehand`
  return [
    { id: 'checklist', title, blocks: [entryTable('beforehand', 'Before the trial', filled)] },
    {
      id: 'for-the-author',
      title: 'For the author',
      blocks:
        wanted.length === 0
          ? [paragraph('Nothing is left.')]
          : [list(wanted.map(entry => text`${literal(entry.id)} ${entry.topic}: ${literal(wantedOf(entry))}`))],
    },
  ]
}
