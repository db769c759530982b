import { InternalError } from '../core/errors.ts'
import type { Citation } from '../model/method.ts'

/** Where formulae come from, by the keys that methods cite. */
export const references = {
  'agresti-coull-1998':
    'Agresti, A. and Coull, B. A. (1998). Approximate is better than "exact" for interval estimation of binomial proportions. The American Statistician 52(2), 119-126.',
  'barber-thompson-2000':
    'Barber, J. A. and Thompson, S. G. (2000). Analysis of cost data in randomized trials: an application of the non-parametric bootstrap. Statistics in Medicine 19(23), 3219-3236.',
  'brown-cai-dasgupta-2001':
    'Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval estimation for a binomial proportion. Statistical Science 16(2), 101-133.',
  'cameron-miller-2015':
    "Cameron, A. C. and Miller, D. L. (2015). A practitioner's guide to cluster-robust inference. Journal of Human Resources 50(2), 317-372.",
  'clopper-pearson-1934':
    'Clopper, C. J. and Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated in the case of the binomial. Biometrika 26(4), 404-413.',
  'cochran-1954':
    'Cochran, W. G. (1954). Some methods for strengthening the common chi-squared tests. Biometrics 10(4), 417-451.',
  'cochran-1977': 'Cochran, W. G. (1977). Sampling Techniques, 3rd edition. New York: Wiley.',
  'fieller-1954':
    'Fieller, E. C. (1954). Some problems in interval estimation. Journal of the Royal Statistical Society, Series B 16(2), 175-185.',
  'fujishige-1980':
    'Fujishige, S. (1980). Lexicographically optimal base of a polymatroid with respect to a weight vector. Mathematics of Operations Research 5(2), 186-196.',
  'imbens-rubin-2015':
    'Imbens, G. W. and Rubin, D. B. (2015). Causal Inference for Statistics, Social, and Biomedical Sciences: An Introduction. Cambridge University Press.',
  'kruskal-wallis-1952':
    'Kruskal, W. H. and Wallis, W. A. (1952). Use of ranks in one-criterion variance analysis. Journal of the American Statistical Association 47(260), 583-621.',
  'newcombe-1998':
    'Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: comparison of eleven methods. Statistics in Medicine 17(8), 873-890.',
  'pearson-1900':
    'Pearson, K. (1900). On the criterion that a given system of deviations from the probable in the case of a correlated system of variables is such that it can be reasonably supposed to have arisen from random sampling. Philosophical Magazine, Series 5, 50(302), 157-175.',
  'satterthwaite-1946':
    'Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components. Biometrics Bulletin 2(6), 110-114.',
  'stinnett-mullahy-1998':
    'Stinnett, A. A. and Mullahy, J. (1998). Net health benefits: a new framework for the analysis of uncertainty in cost-effectiveness analysis. Medical Decision Making 18(2, supplement), S68-S80.',
  'student-1908': 'Student (1908). The probable error of a mean. Biometrika 6(1), 1-25.',
  'suissa-shuster-1985':
    'Suissa, S. and Shuster, J. J. (1985). Exact unconditional sample sizes for the 2 x 2 binomial trial. Journal of the Royal Statistical Society, Series A 148(4), 317-327.',
  'welch-1947':
    'Welch, B. L. (1947). The generalization of "Student\'s" problem when several different population variances are involved. Biometrika 34(1-2), 28-35.',
  'wilson-1927':
    'Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association 22(158), 209-212.',
  'zou-huang-zhang-2009':
    'Zou, G. Y., Huang, W. and Zhang, X. (2009). A note on confidence interval estimation for a linear function of binomial proportions. Computational Statistics and Data Analysis 53(4), 1080-1085.',
} as const satisfies Readonly<Record<string, string>>

/** Key of a reference. */
export type ReferenceKey = keyof typeof references

/** The full reference of a citation, with its place where the source is long. */
export function fullReference({ key, at }: Citation): string {
  const reference: string | undefined = references[key as ReferenceKey]
  if (reference === undefined) throw new InternalError(`no reference is called ${key}`)
  return at === undefined ? reference : `${reference} ${at}.`
}
