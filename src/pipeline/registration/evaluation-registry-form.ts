import { sideTitle } from '../../model/pooled-arms.ts'
import { type Block, joined, literal, longDate, plainText, type Text, text } from '../../report/index.ts'
import { costBlocks } from './analysis.ts'
import { standingBlocks } from './conduct.ts'
import { always, type Form, together, trialTitle, wanted } from './form.ts'
import { forAuthor, kindBlocks, list, paragraph, type RegistrationMaterial, sentence } from './material.ts'
import { labelled } from './question.ts'

const standing = ({ begun }: RegistrationMaterial): Block[] =>
  begun === null
    ? [paragraph('A planned evaluation.')]
    : [paragraph('An ongoing evaluation: cases had been drawn when this was written.')]

const types = ({ plan, protocol }: RegistrationMaterial): Block[] => [
  ...kindBlocks(protocol),
  list(['Impact evaluation', ...(plan.economics === undefined ? [] : ['Value for money evaluation'])]),
  forAuthor('Process evaluation too, where how the trial was carried out is evaluated beside it.'),
]

const randomised = ({ protocol: { clusters } }: RegistrationMaterial): Block[] => [
  paragraph(
    clusters === undefined
      ? 'Individual level RCT: cases are allocated singly.'
      : text`Cluster RCT: linked cases get the same arm. ${sentence(clusters.title)}`,
  ),
]

const worth = (material: RegistrationMaterial): Block[] =>
  material.plan.economics === undefined
    ? [paragraph('None is planned.')]
    : [
        ...costBlocks(material),
        forAuthor(
          'Whether this is entered as Cost-effectiveness analysis or as Cost-benefit analysis: costs are set against an outcome in pounds.',
        ),
      ]

const longest = 300

/** What is done in the arms other than the control: the form has room for so many characters and no more. */
const intervention = ({ protocol }: RegistrationMaterial): Block[] => {
  const described = protocol.arms.filter(({ control, description }) => !control && description !== undefined)
  if (described.length === 0) return [forAuthor(text`What is done, in ${literal(`${longest}`)} characters at most.`)]
  const words = joined(
    described.map(({ id, description }) => text`${literal(sideTitle(protocol, id))}: ${sentence(description ?? '')}`),
    ' ',
  )
  const { length } = plainText(words)
  return [
    paragraph(words),
    ...(length <= longest
      ? []
      : [
          forAuthor(
            text`This has ${literal(`${length}`)} characters; the form takes ${literal(`${longest}`)}. Shorten it for readers who do not know the policy.`,
          ),
        ]),
  ]
}

/** Dates of the form's list that the protocol and the plan know. The form asks for months. */
const furtherDates = ({ protocol, plan }: RegistrationMaterial): Block[] => {
  const { caseload, enrolment, followUp } = protocol
  const dated = (title: string, date: string): Text => labelled(title, text`${literal(longDate(date))}.`)
  const looks = (plan.interim?.looks ?? []).flatMap(({ date }) => (date === undefined ? [] : [date]))
  return [
    list([
      ...(enrolment === undefined
        ? [labelled('Other', text`caseload from which cases are drawn, ${literal(longDate(caseload.asOf.date))}.`)]
        : [
            dated('First participant recruited', caseload.asOf.date),
            dated('Last participant recruited', enrolment.until),
          ]),
      labelled('Other', text`first day on which outcomes count, ${literal(longDate(followUp.from))}.`),
      ...looks.map(date => dated('Interim data analysis start', date)),
      labelled(
        'Final data extraction date',
        text`after ${literal(longDate(followUp.to))}, the last day on which outcomes count.`,
      ),
    ]),
    forAuthor('Intervention start date and Intervention end date; each of these dates as a month and a year.'),
  ]
}

/** Fields of an entry of the Registry, as its source code has them. */
export const evaluationRegistryForm: Form = {
  title: 'for the Evaluation Registry',
  parts: [
    {
      id: 'about',
      title: 'About the evaluation',
      asked: [
        ['What would you like to share?', standing],
        ['Title of evaluation', trialTitle],
        ['Lead department', wanted('The department that leads the evaluation, as the list of the Registry names it.')],
        ['Other departments involved', wanted('Every other department or body that takes part.')],
      ],
    },
    {
      id: 'types',
      title: 'Evaluation types',
      asked: [
        ['Type of evaluation', types],
        ['Type of Impact evaluation', always('Randomised control trial (RCT).')],
        ['Type of Randomised control trial (RCT)', randomised],
        ['Type of Value for money evaluation', worth],
      ],
    },
    {
      id: 'description',
      title: 'Description',
      asked: [
        ['Brief description of intervention', intervention],
        ['Does your evaluation have a grant?', wanted('Whether it has, and the number of the grant.')],
        ['Is your evaluation a Government Major Project?', wanted('Whether it is, and its number.')],
        ['Policies', wanted('Topics of the list of the Registry.')],
      ],
    },
    {
      id: 'dates',
      title: 'Dates',
      asked: [
        ['Evaluation start date', wanted('Month and year in which the evaluation starts.')],
        ['Evaluation end date', wanted('Month and year in which it is planned to end.')],
        ['Publication of evaluation report', wanted('Month and year in which the report is planned to be published.')],
        ['Further dates', furtherDates],
      ],
    },
    {
      id: 'sharing',
      title: 'Evaluation sharing',
      asked: [
        [
          'Link to a published evaluation strategy, plan or framework',
          together(wanted('The public address of the plan. Without a form this command writes it.'), standingBlocks),
        ],
        ['Link to a published evaluation', always('Later, once there is a report.')],
        ['What is the total cost of your completed evaluation?', always('Later, once there is a report.')],
        ['Permission to share', wanted('That this information may be shared.')],
      ],
    },
  ],
}
