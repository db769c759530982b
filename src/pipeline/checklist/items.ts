/** A thing that a report of a randomised trial should say. */
export interface ChecklistItem {
  /** Number in its checklist; items of an extension begin with a letter. */
  id: string
  topic: string
  /** What is to be said, in our words. */
  asks: string
  /** Set where only trials of a kind are asked. */
  of?: 'several_arms' | 'clusters'
}

/**
 * The 30 items of CONSORT 2025 (Hopewell and others, PLOS Medicine 22 (2025) e1004587), in our words, with what the
 * extensions for several arms (Juszczak and others, JAMA 321 (2019) 1610-1620; M) and for cluster trials (Campbell and
 * others, BMJ 345 (2012) e5661; C) ask beside them.
 */
export const checklistItems = [
  { id: '1a', topic: 'Title', asks: 'The title says that it is a randomised trial.' },
  { id: '1b', topic: 'Abstract', asks: 'A structured summary of design, methods, results and conclusions.' },
  { id: '2', topic: 'Registration', asks: 'Where, under which number and when the trial was registered.' },
  { id: '3', topic: 'Protocol and plan', asks: 'Where the protocol and the plan of analysis can be read.' },
  { id: '4', topic: 'Data sharing', asks: 'Where and how data, their dictionary and the code can be had.' },
  { id: '5a', topic: 'Funding', asks: 'Who paid, and what part they had in the trial and its report.' },
  { id: '5b', topic: 'Conflicts of interest', asks: 'What interests the authors have, financial and others.' },
  { id: '6', topic: 'Background', asks: 'What was known, and why the trial was needed.' },
  { id: '7', topic: 'Objectives', asks: 'What the trial was to find out, of benefits and of harms.' },
  { id: '8', topic: 'Public involvement', asks: 'What part the people concerned, or the public, had in the trial.' },
  {
    id: '9',
    topic: 'Design',
    asks: 'Type of trial, allocation ratio, and whether it is about superiority or equivalence.',
  },
  {
    id: '10',
    topic: 'Changes',
    asks: 'Important changes after the start, unplanned outcomes and analyses too, and why.',
  },
  { id: '11', topic: 'Setting', asks: 'Where the trial took place.' },
  { id: '12a', topic: 'Eligibility', asks: 'Which cases could take part.' },
  { id: '12b', topic: 'Who delivers', asks: 'Who could deliver the interventions, where that was limited.' },
  { id: '13', topic: 'Interventions', asks: 'What was done in each arm, so that others could do the same.' },
  { id: '14', topic: 'Outcomes', asks: 'Primary and secondary outcomes: how measured, how summed up, when.' },
  { id: '15', topic: 'Harms', asks: 'What counted as a harm, and how harms were looked for.' },
  { id: '16a', topic: 'Sample size', asks: 'How the number of cases came about, with what it assumed.' },
  { id: '16b', topic: 'Interim analyses', asks: 'Looks at the results before the end, and rules of stopping.' },
  { id: '17a', topic: 'Random sequence', asks: 'Who made the random sequence, and how.' },
  { id: '17b', topic: 'Restriction', asks: 'Type of randomisation, and what restricted it, as strata and blocks.' },
  { id: '18', topic: 'Concealment', asks: 'How the coming allocation was kept from those who brought cases in.' },
  {
    id: '19',
    topic: 'Implementation',
    asks: 'Whether those who enrolled cases or gave out arms could see the sequence.',
  },
  { id: '20a', topic: 'Blinding', asks: 'Who did not know the arms: clients, staff, those who measured or analysed.' },
  { id: '20b', topic: 'How blinded', asks: 'How arms were kept from them.' },
  { id: '21a', topic: 'Methods', asks: 'How the arms were compared, on primary and secondary outcomes and harms.' },
  { id: '21b', topic: 'Who is analysed', asks: 'Who is in each analysis, and in which arm.' },
  { id: '21c', topic: 'Missing data', asks: 'How missing outcomes were taken.' },
  { id: '21d', topic: 'Additional methods', asks: 'Further analyses, and which of them were planned.' },
  { id: '22a', topic: 'Flow', asks: 'Cases allocated, treated as intended and analysed, by arm, in a diagram.' },
  { id: '22b', topic: 'Losses', asks: 'Losses and exclusions after allocation by arm, with reasons.' },
  { id: '23a', topic: 'Dates', asks: 'When cases came in, and how long they were followed.' },
  { id: '23b', topic: 'End', asks: 'Why the trial ended or was stopped.' },
  {
    id: '24a',
    topic: 'Delivery',
    asks: 'What was in fact delivered, by whom, and how closely it kept to what was intended.',
  },
  { id: '24b', topic: 'Other care', asks: 'What else was done for or with the cases, by arm.' },
  { id: '25', topic: 'Baseline', asks: 'A table of what cases were like at the start, by arm.' },
  {
    id: '26',
    topic: 'Results',
    asks: 'For each outcome and arm the cases, the result and the effect with its interval; of yes or no outcomes absolute and relative.',
  },
  { id: '27', topic: 'Harms found', asks: 'All harms, by arm.' },
  { id: '28', topic: 'Other analyses', asks: 'Results of further analyses, planned ones told from others.' },
  { id: '29', topic: 'Interpretation', asks: 'What the results mean beside benefits, harms and what else is known.' },
  { id: '30', topic: 'Limitations', asks: 'Bias, imprecision, many comparisons, and to whom the results apply.' },
  { id: 'M1', topic: 'Number of arms', asks: 'The title or abstract gives the number of arms.', of: 'several_arms' },
  {
    id: 'M2',
    topic: 'Comparisons',
    asks: 'Which comparisons are primary, and which arm is compared with which.',
    of: 'several_arms',
  },
  {
    id: 'M3',
    topic: 'Multiplicity',
    asks: 'How several comparisons were allowed for, or why they were not.',
    of: 'several_arms',
  },
  { id: 'M4', topic: 'Size of comparisons', asks: 'The sample size of each primary comparison.', of: 'several_arms' },
  {
    id: 'M5',
    topic: 'Arms over time',
    asks: 'Arms that were added or dropped, and differences in recruitment and follow-up.',
    of: 'several_arms',
  },
  {
    id: 'M6',
    topic: 'Results of comparisons',
    asks: 'An effect for every planned comparison, also for those that show nothing.',
    of: 'several_arms',
  },
  { id: 'C1', topic: 'Why clusters', asks: 'Why clusters and not single cases were randomised.', of: 'clusters' },
  {
    id: 'C2',
    topic: 'What a cluster is',
    asks: 'What a cluster is, and how strata and allocation apply to it.',
    of: 'clusters',
  },
  {
    id: 'C3',
    topic: 'Levels',
    asks: 'Whether aims, interventions and outcomes are of clusters or of cases.',
    of: 'clusters',
  },
  {
    id: 'C4',
    topic: 'Size with clusters',
    asks: 'Clusters, their size and the intracluster correlation behind the sample size.',
    of: 'clusters',
  },
  {
    id: 'C5',
    topic: 'Consent',
    asks: 'From whom consent was sought, and whether before randomisation.',
    of: 'clusters',
  },
  { id: 'C6', topic: 'Clusters in the analysis', asks: 'How the analysis took clusters into account.', of: 'clusters' },
  { id: 'C7', topic: 'Flow of clusters', asks: 'Clusters allocated, lost and analysed, by arm.', of: 'clusters' },
  {
    id: 'C8',
    topic: 'Correlation found',
    asks: 'The intracluster correlation of each primary outcome.',
    of: 'clusters',
  },
] as const satisfies readonly ChecklistItem[]

/** Id of an item. */
export type ChecklistItemId = (typeof checklistItems)[number]['id']

export const isChecklistItem = (id: string): id is ChecklistItemId => checklistItems.some(item => item.id === id)
