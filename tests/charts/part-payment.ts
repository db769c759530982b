import {
  type CategoryShares,
  type ContrastsWithIntervals,
  categoryShares,
  contrastsWithIntervals,
  type MeansWithIntervals,
  meansWithIntervals,
  type SharesWithIntervals,
  type StackedShares,
  sharesWithIntervals,
  stackedShares,
  type Theme,
} from '../../src/charts/index.ts'

// Figures 1 to 5 as the part-payment report prints them, and its contrasts as we compute them.

const arms = [
  { id: 'pwc_first', title: 'PWC first', n: 5906 },
  { id: 'nrp_first', title: 'NRP first', n: 6718 },
  { id: 'control', title: 'Control', n: 6000 },
]
const where = 'Child Support Agency arrears-only cases, November 2015 to July 2016'
const around = (arm: string, estimate: number, halfWidth: number) => ({
  arm,
  estimate,
  lower: estimate - halfWidth,
  upper: estimate + halfWidth,
})

export const figure1: SharesWithIntervals = {
  id: 'figure-1',
  title: 'About one case in a hundred paid, with or without proactive calls',
  subtitle: `Percentage of cases with payments towards arrears, ${where}`,
  arms,
  series: [
    {
      title: 'All payments',
      points: [around('pwc_first', 1.34, 0.29), around('nrp_first', 1.3, 0.27), around('control', 1.03, 0.26)],
    },
    {
      title: 'Payments after a proactive call',
      points: [around('pwc_first', 0.29, 0.14), around('nrp_first', 0.32, 0.13)],
      absences: [{ arm: 'control', words: 'no calls were made' }],
    },
  ],
  axisTitle: 'Percentage of cases',
  decimals: 2,
  level: 0.95,
}

export const figure2: StackedShares = {
  id: 'figure-2',
  title: 'Four cases in five were unsuitable for a call',
  subtitle: `Percentage of cases by suitability and contact, ${where}`,
  arms: arms.slice(0, 2),
  segments: [
    { id: 'unsuitable', title: 'Unsuitable for call' },
    { id: 'not_contacted', title: 'Unsuccessful contact with first client' },
    { id: 'contacted', title: 'Successful contact with first client' },
  ],
  shares: [
    { arm: 'pwc_first', segment: 'unsuitable', share: 78 },
    { arm: 'pwc_first', segment: 'not_contacted', share: 7 },
    { arm: 'pwc_first', segment: 'contacted', share: 15 },
    { arm: 'nrp_first', segment: 'unsuitable', share: 80 },
    { arm: 'nrp_first', segment: 'not_contacted', share: 8 },
    { arm: 'nrp_first', segment: 'contacted', share: 12 },
  ],
  axisTitle: 'Percentage of cases in the group',
  decimals: 0,
}

export const figure3: CategoryShares = {
  id: 'figure-3',
  title: 'A third of contacted PWCs refused part payment and a third wanted write-off',
  subtitle: 'Initial response of 901 contacted PWCs, PWC first group',
  categories: [
    { id: 'interested', title: 'PWC interested in part payment', share: 19 },
    { id: 'write_off', title: 'PWC wants write off', share: 32 },
    { id: 'receiving', title: 'PWC states they are receiving arrears payments', share: 14 },
    { id: 'refuses', title: 'PWC refuses part payment', share: 36 },
  ],
  axisTitle: 'Percentage of contacted PWCs',
  decimals: 0,
}

export const figure4: CategoryShares = {
  id: 'figure-4',
  title: 'Seven contacted NRPs in ten refused part payment',
  subtitle: 'Initial response of 817 contacted NRPs, NRP first group',
  categories: [
    { id: 'interested', title: 'NRP interested in part payment', share: 3 },
    { id: 'full_payment', title: 'NRP offers full payment', share: 3 },
    { id: 'paying', title: 'NRP states they are making arrears payments', share: 22 },
    { id: 'refuses', title: 'NRP refuses part payment', share: 72 },
  ],
  axisTitle: 'Percentage of contacted NRPs',
  decimals: 0,
}

export const figure5: MeansWithIntervals = {
  id: 'figure-5',
  title: 'Cases paid £4 to £6 on average in every group',
  subtitle: `Mean payment per case, ${where}`,
  arms,
  series: [
    {
      title: 'Mean payment per case',
      points: [around('pwc_first', 5.94, 2.29), around('nrp_first', 6.07, 2.17), around('control', 4.07, 1.5)],
    },
  ],
  axisTitle: 'Pounds per case',
  decimals: 2,
  level: 0.95,
}

export const contrastsOfShares: ContrastsWithIntervals = {
  id: 'contrasts-payers',
  title: 'No contrast of payers is clear of zero',
  subtitle: `Difference in the percentage of cases with payments, ${where}`,
  contrasts: [
    { id: 'pwc_control', title: 'PWC first minus control', estimate: 0.3, lower: -0.09, upper: 0.7 },
    { id: 'nrp_control', title: 'NRP first minus control', estimate: 0.26, lower: -0.12, upper: 0.64 },
    { id: 'order', title: 'PWC first minus NRP first', estimate: 0.04, lower: -0.36, upper: 0.44 },
  ],
  unit: 'points',
  axisTitle: 'Percentage points',
  decimals: 2,
  level: 0.95,
}

export const contrastsOfMeans: ContrastsWithIntervals = {
  id: 'contrasts-amounts',
  title: 'No contrast of amounts is clear of zero',
  subtitle: `Difference in the mean payment per case, ${where}`,
  contrasts: [
    { id: 'pwc_control', title: 'PWC first minus control', estimate: 1.87, lower: -0.87, upper: 4.61 },
    { id: 'nrp_control', title: 'NRP first minus control', estimate: 2, lower: -0.64, upper: 4.64 },
    { id: 'order', title: 'PWC first minus NRP first', estimate: -0.13, lower: -3.28, upper: 3.02 },
  ],
  unit: 'pounds',
  axisTitle: 'Pounds per case',
  decimals: 2,
  level: 0.95,
}

export const partPaymentCharts = (theme?: Theme) => [
  sharesWithIntervals.draw(figure1, theme),
  stackedShares.draw(figure2, theme),
  categoryShares.draw(figure3, theme),
  categoryShares.draw(figure4, theme),
  meansWithIntervals.draw(figure5, theme),
  contrastsWithIntervals.draw(contrastsOfShares, theme),
  contrastsWithIntervals.draw(contrastsOfMeans, theme),
]
