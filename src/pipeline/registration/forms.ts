import { type Block, literal, longDate, type Section, type Text, text } from '../../report/index.ts'
import {
  analysedBlocks,
  costBlocks,
  familyBlocks,
  interimBlocks,
  missingBlocks,
  modelBlocks,
  subgroupBlocks,
} from './analysis.ts'
import { changePolicyBlocks, harmBlocks, standingBlocks } from './conduct.ts'
import { forAuthor, heading, paragraph, type RegistrationMaterial } from './material.ts'
import { followUpBlocks, outcomeBlocks } from './outcomes.ts'
import { armBlocks, eligibilityBlocks, estimandBlocks, questionBlocks } from './question.ts'
import { answers, maskingBlocks, randomisationBlocks } from './randomisation.ts'
import { sampleSizeBlocks } from './sample-size.ts'

type Blocks = (material: RegistrationMaterial) => Block[]

/** A registry's form: its parts, each with its questions and what the record says to them. */
interface Form {
  title: string
  parts: readonly { id: string; title: string; asked: readonly (readonly [title: string, blocks: Blocks])[] }[]
}

const wanted =
  (words: string): Blocks =>
  () => [forAuthor(words)]
const titleOf: Blocks = ({ protocol }) => [paragraph(text`${literal(protocol.title)}`)]
const together =
  (...all: readonly Blocks[]): Blocks =>
  material =>
    all.flatMap(each => each(material))
const item =
  (id: string): Blocks =>
  material =>
    answers(material, [id])

const noData: Blocks = ({ begun }) => [
  paragraph(
    begun === null
      ? 'Registration before outcome data: no cases had been drawn when this was written.'
      : 'Cases had been drawn when this was written; what was changed since stands under Other.',
  ),
]

const timetable: Blocks = ({ protocol }) => [
  paragraph(text`Caseload: ${literal(longDate(protocol.caseload.asOf.date))}.`),
  ...followUpBlocks(protocol),
  forAuthor('When the report is expected, and the dates of publication.'),
]

const design: Blocks = material => {
  const { protocol } = material
  const unit = protocol.clusters === undefined ? 'cases' : 'cases, with linked cases together'
  return [paragraph(text`A randomised trial in parallel groups of ${unit}.`), ...armBlocks(material)]
}

/** Forms that a registration can be written under, by id. */
export const forms = {
  'evaluation-registry': {
    title: 'for the Evaluation Registry',
    parts: [
      {
        id: 'about',
        title: 'About the evaluation',
        asked: [
          ['Evaluation title', titleOf],
          ['Organisation', wanted('The department or body that commissions the evaluation, and who carries it out.')],
          ['Contact', wanted('Name and address of a contact.')],
          ['Evaluation summary', questionBlocks],
          [
            'Evaluation type',
            ({ plan }) => [
              paragraph(
                plan.economics === undefined ? 'Impact evaluation.' : 'Impact evaluation, with value for money.',
              ),
            ],
          ],
          ['Evaluation dates', timetable],
          ['Cost of the evaluation', wanted('What the evaluation itself costs.')],
        ],
      },
      {
        id: 'intervention',
        title: 'The intervention',
        asked: [
          ['Background', item('6')],
          ['What is done', armBlocks],
          ['Setting', item('11')],
          ['Target population', eligibilityBlocks],
        ],
      },
      {
        id: 'design',
        title: 'Evaluation design',
        asked: [
          ['Aims and questions', estimandBlocks],
          [
            'Method',
            together(
              ({ protocol }) => [
                paragraph(
                  text`Randomised controlled trial, ${protocol.clusters === undefined ? 'cases allocated singly' : 'linked cases allocated together'}.`,
                ),
              ],
              randomisationBlocks,
            ),
          ],
          ['Outcome measures', outcomeBlocks],
          ['Sample', sampleSizeBlocks],
          [
            'Analysis',
            together(analysedBlocks, modelBlocks, familyBlocks, interimBlocks, subgroupBlocks, missingBlocks),
          ],
          ['Value for money', costBlocks],
          [
            'Harms and ethics',
            together(harmBlocks, wanted('Ethical review, and the legal basis on which data are used.')),
          ],
        ],
      },
      {
        id: 'documents',
        title: 'Protocol and later documents',
        asked: [
          ['Protocol', together(standingBlocks, wanted('The public address of the protocol and the plan.'))],
          ['Changes', changePolicyBlocks],
          ['Report and data', together(item('4'))],
        ],
      },
    ],
  },
  osf: {
    title: 'for OSF Preregistration',
    parts: [
      {
        id: 'study-information',
        title: 'Study Information',
        asked: [
          ['Title', titleOf],
          ['Authors', wanted('Names of the authors.')],
          ['Description', questionBlocks],
          ['Hypotheses', estimandBlocks],
        ],
      },
      {
        id: 'design-plan',
        title: 'Design Plan',
        asked: [
          ['Study type', () => [paragraph('Experiment: cases are randomly assigned to arms.')]],
          ['Blinding', maskingBlocks],
          ['Study design', design],
          ['Randomization', randomisationBlocks],
        ],
      },
      {
        id: 'sampling-plan',
        title: 'Sampling Plan',
        asked: [
          ['Existing data', noData],
          ['Data collection procedures', together(eligibilityBlocks, timetable)],
          ['Sample size', sampleSizeBlocks],
          ['Stopping rule', interimBlocks],
        ],
      },
      {
        id: 'variables',
        title: 'Variables',
        asked: [
          [
            'Manipulated variables',
            ({ protocol }) => [
              paragraph(text`The arm: ${literal(protocol.arms.map(({ title }) => title).join(', '))}.`),
            ],
          ],
          ['Measured variables', outcomeBlocks],
          ['Indices', () => [paragraph('None beside the outcomes above.')]],
        ],
      },
      {
        id: 'analysis-plan',
        title: 'Analysis Plan',
        asked: [
          ['Statistical models', together(modelBlocks, subgroupBlocks)],
          ['Transformations', () => [paragraph('None but those that a method of the table names.')]],
          ['Inference criteria', familyBlocks],
          ['Data exclusion', analysedBlocks],
          ['Missing data', missingBlocks],
          [
            'Exploratory analysis',
            () => [paragraph('Whatever is tried beside the plan is kept with the run and called exploratory.')],
          ],
        ],
      },
      {
        id: 'other',
        title: 'Other',
        asked: [
          ['Harms', harmBlocks],
          ['Costs', costBlocks],
          ['Hashes', standingBlocks],
          ['Changes', changePolicyBlocks],
        ],
      },
    ],
  },
} as const satisfies Readonly<Record<string, Form>>

/** Id of a form. */
export type FormId = keyof typeof forms
export const formIds = Object.keys(forms) as readonly FormId[]

/** A registration under the headings of a form. */
export const formSections = (form: FormId, material: RegistrationMaterial): Section[] =>
  (forms[form] as Form).parts.map(({ id, title, asked }) => ({
    id,
    title,
    blocks: asked.flatMap(([question, blocks]) => [heading(question), ...blocks(material)]),
  }))

/** Which form a document is for, to stand in its subtitle. */
export const formTitle = (form: FormId | null): Text => (form === null ? '' : text`, ${forms[form].title}`)
