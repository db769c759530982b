import { type Block, literal, longDate, text } from '../../report/index.ts'
import {
  analysedBlocks,
  costBlocks,
  familyBlocks,
  interimBlocks,
  levelBlocks,
  missingBlocks,
  modelBlocks,
  subgroupBlocks,
} from './analysis.ts'
import { changePolicyBlocks, harmBlocks, standingBlocks } from './conduct.ts'
import { always, type Form, item, together, trialTitle, under, wanted } from './form.ts'
import { list, paragraph, type RegistrationMaterial } from './material.ts'
import { followUpBlocks, outcomeBlocks } from './outcomes.ts'
import { armBlocks, eligibilityBlocks, estimandBlocks, questionBlocks } from './question.ts'
import { blindedBlocks, blindingBlocks, randomisationBlocks } from './randomisation.ts'
import { caseNumberBlocks, sizeArgumentBlocks } from './sample-size.ts'

// The form's choice is a statement about all data wherever they are kept, which no record of one run can make.
const whatIsKnown = ({ begun }: RegistrationMaterial): Block[] => [
  paragraph(
    begun === null
      ? 'No cases of the trial had been drawn when this was written.'
      : 'Cases of the trial had been drawn when this was written.',
  ),
]

const influences = ({ power }: RegistrationMaterial): Block[] => [
  paragraph(
    'The protocol and the plan are fixed by their hashes, which stand under Context and additional information with what was changed since.',
  ),
  ...(power === null
    ? []
    : [paragraph('What is expected of the outcomes, with where it comes from, stands under Sample size rationale.')]),
]

const design = (material: RegistrationMaterial): Block[] => {
  const unit = material.protocol.clusters === undefined ? 'cases' : 'cases, with linked cases together'
  return [paragraph(text`A randomised trial in parallel groups of ${unit}.`), ...armBlocks(material)]
}

const begin = ({ protocol: { caseload, enrolment, followUp } }: RegistrationMaterial): Block[] => {
  const from = literal(longDate(caseload.asOf.date))
  return [
    paragraph(
      enrolment === undefined
        ? text`All cases are drawn at once, from the caseload as on ${from}. Outcomes are collected until ${literal(longDate(followUp.to))}.`
        : text`Cases are taken in from ${from} to ${literal(longDate(enrolment.until))}. Outcomes are collected until ${literal(longDate(followUp.to))}.`,
    ),
  ]
}

const manipulated = ({ protocol: { arms } }: RegistrationMaterial): Block[] => [
  paragraph(
    text`The arm: ${literal(arms.map(({ title }) => title).join(', '))}. What is done in each stands under Study design.`,
  ),
]

const baseline = ({ protocol: { caseload } }: RegistrationMaterial): Block[] => {
  const kept = caseload.fields.filter(field => field.baseline)
  if (kept.length === 0) return []
  return [
    paragraph('Known of each case before the allocation, and kept with its outcomes:'),
    list(kept.map(({ id, title }) => text`${literal(title ?? id)}`)),
  ]
}

/** Schema 697b72f611a8e98484c6139b of the OSF: "OSF Preregistration", version 4. */
export const osfForm: Form = {
  title: 'for OSF Preregistration',
  parts: [
    {
      id: 'metadata',
      title: 'Metadata',
      asked: [
        ['Title', trialTitle],
        ['Description', questionBlocks],
        ['Contributors', wanted('Names of the authors, and what each may do with the registration.')],
        ['Affiliated institutions', wanted('Institutions of the authors that are members of the OSF.')],
        ['License', wanted('The licence under which the registration stands.')],
        ['Subjects', wanted('Subjects of the list of the OSF, one at least.')],
        ['Tags', wanted('Words by which the registration is to be found.')],
      ],
    },
    {
      id: 'overview',
      title: 'Overview',
      asked: [
        ['Research questions or hypotheses', estimandBlocks],
        [
          'Foreknowledge of data or evidence',
          together(
            whatIsKnown,
            wanted(
              'Which of the statements offered is true of all data that the plan uses, baseline data too and wherever they are kept: whether they exist, who can see them, and who has.',
            ),
          ),
        ],
        [
          'Explanation of foreknowledge and managing unintended influences',
          together(
            influences,
            wanted(
              'What the authors know of these cases or of trials like this one, and how it is kept from the analysis.',
            ),
          ),
        ],
      ],
    },
    {
      id: 'research-design',
      title: 'Research Design',
      asked: [
        ['Study type', always('Randomized Experiment.')],
        ['Intention for causal interpretation', always('Direct inference on causal relationship(s).')],
        ['Blinding of experimental treatments', blindedBlocks],
        ['Additional blinding during research or analysis', blindingBlocks],
        ['Study design', design],
        ['Randomization', randomisationBlocks],
      ],
    },
    {
      id: 'sampling',
      title: 'Sampling',
      asked: [
        [
          'Data collection procedures',
          together(eligibilityBlocks, item('11'), ({ protocol }) => followUpBlocks(protocol)),
        ],
        ['Sample size', caseNumberBlocks],
        ['Sample size rationale', sizeArgumentBlocks],
        ['Starting and stopping rules', together(begin, interimBlocks)],
      ],
    },
    {
      id: 'variables',
      title: 'Variables',
      asked: [
        ['Manipulated variables', manipulated],
        ['Measured variables', together(outcomeBlocks, baseline)],
        ['Indices', always('None beside the outcomes above.')],
      ],
    },
    {
      id: 'analysis-plan',
      title: 'Analysis Plan',
      asked: [
        ['Statistical models', together(modelBlocks, subgroupBlocks)],
        ['Transformations', always('None but those that a method of the table names.')],
        ['Inference criteria', together(levelBlocks, familyBlocks)],
        [
          'Data inclusion and exclusion',
          together(analysedBlocks, always('No value is left out because it is far from the others.')),
        ],
        ['Missing data', missingBlocks],
        [
          'Other planned analysis',
          together(
            always(
              'Secondary, sensitivity and exploratory analyses stand in the table under Statistical models, each with its role. Beside them the costs of the arms are looked at:',
            ),
            costBlocks,
          ),
        ],
      ],
    },
    {
      id: 'other',
      title: 'Other',
      asked: [
        [
          'Context and additional information',
          together(
            under('Background', item('6')),
            under('Harms', harmBlocks),
            under('Ethics', wanted('Ethical review, and the legal basis on which data are used.')),
            under('Data sharing', item('4')),
            under('What this document is fixed to', standingBlocks),
            under('Amendments and deviations', changePolicyBlocks),
          ),
        ],
      ],
    },
  ],
}
