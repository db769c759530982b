import { InternalError } from '../core/errors.ts'
import type { Citation } from '../model/method.ts'

/** Where formulae come from, by the keys that methods cite. */
export const references = {
  'aalen-johansen-1978':
    'Aalen, O. O. and Johansen, S. (1978). An empirical transition matrix for non-homogeneous Markov chains based on censored observations. Scandinavian Journal of Statistics 5(3), 141-150.',
  'agresti-coull-1998':
    'Agresti, A. and Coull, B. A. (1998). Approximate is better than "exact" for interval estimation of binomial proportions. The American Statistician 52(2), 119-126.',
  'altman-1998': 'Altman, D. G. (1998). Confidence intervals for the number needed to treat. BMJ 317(7168), 1309-1312.',
  'andersen-2013':
    'Andersen, P. K. (2013). Decomposition of number of life years lost according to causes of death. Statistics in Medicine 32(30), 5278-5285.',
  'angrist-imbens-rubin-1996':
    'Angrist, J. D., Imbens, G. W. and Rubin, D. B. (1996). Identification of causal effects using instrumental variables. Journal of the American Statistical Association 91(434), 444-455.',
  'armitage-1955':
    'Armitage, P. (1955). Tests for linear trends in proportions and frequencies. Biometrics 11(3), 375-386.',
  'barber-thompson-2000':
    'Barber, J. A. and Thompson, S. G. (2000). Analysis of cost data in randomized trials: an application of the non-parametric bootstrap. Statistics in Medicine 19(23), 3219-3236.',
  'bell-mccaffrey-2002':
    'Bell, R. M. and McCaffrey, D. F. (2002). Bias reduction in standard errors for linear regression with multi-stage samples. Survey Methodology 28(2), 169-181.',
  'benjamini-hochberg-1995':
    'Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate: a practical and powerful approach to multiple testing. Journal of the Royal Statistical Society, Series B 57(1), 289-300.',
  'benjamini-yekutieli-2001':
    'Benjamini, Y. and Yekutieli, D. (2001). The control of the false discovery rate in multiple testing under dependency. The Annals of Statistics 29(4), 1165-1188.',
  'berry-armitage-1995':
    'Berry, G. and Armitage, P. (1995). Mid-P confidence intervals: a brief review. The Statistician 44(4), 417-423.',
  'besag-clifford-1991':
    'Besag, J. and Clifford, P. (1991). Sequential Monte Carlo p-values. Biometrika 78(2), 301-304.',
  'bloom-1984':
    'Bloom, H. S. (1984). Accounting for no-shows in experimental evaluation designs. Evaluation Review 8(2), 225-246.',
  'breslow-day-1980':
    'Breslow, N. E. and Day, N. E. (1980). Statistical Methods in Cancer Research, volume 1: The Analysis of Case-Control Studies. Lyon: International Agency for Research on Cancer.',
  'brown-cai-dasgupta-2001':
    'Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval estimation for a binomial proportion. Statistical Science 16(2), 101-133.',
  'brunner-munzel-2000':
    'Brunner, E. and Munzel, U. (2000). The nonparametric Behrens-Fisher problem: asymptotic theory and a small-sample approximation. Biometrical Journal 42(1), 17-25.',
  'cameron-miller-2015':
    "Cameron, A. C. and Miller, D. L. (2015). A practitioner's guide to cluster-robust inference. Journal of Human Resources 50(2), 317-372.",
  'chung-romano-2013':
    'Chung, E. and Romano, J. P. (2013). Exact and asymptotically robust permutation tests. Annals of Statistics 41(2), 484-507.',
  'clopper-pearson-1934':
    'Clopper, C. J. and Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated in the case of the binomial. Biometrika 26(4), 404-413.',
  'cochran-1954':
    'Cochran, W. G. (1954). Some methods for strengthening the common chi-squared tests. Biometrics 10(4), 417-451.',
  'cochran-1977': 'Cochran, W. G. (1977). Sampling Techniques, 3rd edition. New York: Wiley.',
  'cornfield-1956':
    'Cornfield, J. (1956). A statistical problem arising from retrospective studies. In Neyman, J. (ed.), Proceedings of the Third Berkeley Symposium on Mathematical Statistics and Probability 4, 135-148. Berkeley: University of California Press.',
  'cox-1972':
    'Cox, D. R. (1972). Regression models and life-tables. Journal of the Royal Statistical Society, Series B 34(2), 187-220.',
  'cramer-1946': 'Cramér, H. (1946). Mathematical Methods of Statistics. Princeton: Princeton University Press.',
  'das-gupta-1993':
    "Das Gupta, P. (1993). Standardization and Decomposition of Rates: A User's Manual. Washington, DC: US Bureau of the Census, Current Population Reports P23-186.",
  'davison-hinkley-1997':
    'Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their Application. Cambridge University Press.',
  'delong-1988':
    'DeLong, E. R., DeLong, D. M. and Clarke-Pearson, D. L. (1988). Comparing the areas under two or more correlated receiver operating characteristic curves: a nonparametric approach. Biometrics 44(3), 837-845.',
  'dunn-1961':
    'Dunn, O. J. (1961). Multiple comparisons among means. Journal of the American Statistical Association 56(293), 52-64.',
  'dunn-1964': 'Dunn, O. J. (1964). Multiple comparisons using rank sums. Technometrics 6(3), 241-252.',
  'dunnett-1955':
    'Dunnett, C. W. (1955). A multiple comparison procedure for comparing several treatments with a control. Journal of the American Statistical Association 50(272), 1096-1121.',
  'efron-1977':
    "Efron, B. (1977). The efficiency of Cox's likelihood function for censored data. Journal of the American Statistical Association 72(359), 557-565.",
  'efron-1987':
    'Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American Statistical Association 82(397), 171-185.',
  'efron-tibshirani-1993':
    'Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. New York: Chapman and Hall.',
  'fenwick-claxton-sculpher-2001':
    'Fenwick, E., Claxton, K. and Sculpher, M. (2001). Representing uncertainty: the role of cost-effectiveness acceptability curves. Health Economics 10(8), 779-787.',
  'fieller-1954':
    'Fieller, E. C. (1954). Some problems in interval estimation. Journal of the Royal Statistical Society, Series B 16(2), 175-185.',
  'fisher-1925': 'Fisher, R. A. (1925). Statistical Methods for Research Workers. Edinburgh: Oliver and Boyd.',
  'fisher-1935':
    'Fisher, R. A. (1935). The logic of inductive inference. Journal of the Royal Statistical Society 98(1), 39-82.',
  'freeman-halton-1951':
    'Freeman, G. H. and Halton, J. H. (1951). Note on an exact treatment of contingency, goodness of fit and other problems of significance. Biometrika 38(1-2), 141-149.',
  'fujishige-1980':
    'Fujishige, S. (1980). Lexicographically optimal base of a polymatroid with respect to a weight vector. Mathematics of Operations Research 5(2), 186-196.',
  'games-howell-1976':
    "Games, P. A. and Howell, J. F. (1976). Pairwise multiple comparison procedures with unequal N's and/or variances: a Monte Carlo study. Journal of Educational Statistics 1(2), 113-125.",
  'gart-1970':
    'Gart, J. J. (1970). Point and interval estimation of the common odds ratio in the combination of 2 x 2 tables with fixed marginals. Biometrika 57(3), 471-475.',
  'haberman-1973':
    'Haberman, S. J. (1973). The analysis of residuals in cross-classified tables. Biometrics 29(1), 205-220.',
  'hajek-1971':
    'Hájek, J. (1971). Comment on a paper by D. Basu. In Godambe, V. P. and Sprott, D. A. (editors), Foundations of Statistical Inference. Toronto: Holt, Rinehart and Winston, 236.',
  'hm-treasury-2022':
    'HM Treasury (2022). The Green Book: Central Government Guidance on Appraisal and Evaluation. London.',
  'hochberg-1988':
    'Hochberg, Y. (1988). A sharper Bonferroni procedure for multiple tests of significance. Biometrika 75(4), 800-802.',
  'holm-1979':
    'Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6(2), 65-70.',
  'hommel-1988':
    'Hommel, G. (1988). A stagewise rejective multiple test procedure based on a modified Bonferroni test. Biometrika 75(2), 383-386.',
  'imbens-rubin-2015':
    'Imbens, G. W. and Rubin, D. B. (2015). Causal Inference for Statistics, Social, and Biomedical Sciences: An Introduction. Cambridge University Press.',
  'james-1951':
    'James, G. S. (1951). The comparison of several groups of observations when the ratios of the population variances are unknown. Biometrika 38(3/4), 324-329.',
  'johannesson-weinstein-1993':
    'Johannesson, M. and Weinstein, M. C. (1993). On the decision rules of cost-effectiveness analysis. Journal of Health Economics 12(4), 459-467.',
  'kalbfleisch-prentice-2002':
    'Kalbfleisch, J. D. and Prentice, R. L. (2002). The Statistical Analysis of Failure Time Data, second edition. Hoboken: Wiley.',
  'kaplan-meier-1958':
    'Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal of the American Statistical Association 53(282), 457-481.',
  'katz-et-al-1978':
    'Katz, D., Baptista, J., Azen, S. P. and Pike, M. C. (1978). Obtaining confidence intervals for the risk ratio in cohort studies. Biometrics 34(3), 469-474.',
  'kitagawa-1955':
    'Kitagawa, E. M. (1955). Components of a difference between two rates. Journal of the American Statistical Association 50(272), 1168-1194.',
  'klein-2007':
    'Klein, J. P., Logan, B., Harhoff, M. and Andersen, P. K. (2007). Analyzing survival curves at a fixed point in time. Statistics in Medicine 26(24), 4505-4519.',
  'koopman-1984':
    'Koopman, P. A. R. (1984). Confidence intervals for the ratio of two binomial proportions. Biometrics 40(2), 513-517.',
  'kramer-1956':
    'Kramer, C. Y. (1956). Extension of multiple range tests to group means with unequal numbers of replications. Biometrics 12(3), 307-310.',
  'kruskal-wallis-1952':
    'Kruskal, W. H. and Wallis, W. A. (1952). Use of ranks in one-criterion variance analysis. Journal of the American Statistical Association 47(260), 583-621.',
  'lancaster-1961':
    'Lancaster, H. O. (1961). Significance tests in discrete distributions. Journal of the American Statistical Association 56(294), 223-234.',
  'landis-heyman-koch-1978':
    'Landis, J. R., Heyman, E. R. and Koch, G. G. (1978). Average partial association in three-way contingency tables: a review and discussion of alternative tests. International Statistical Review 46(3), 237-254.',
  'lehmann-1975':
    'Lehmann, E. L. (1975). Nonparametrics: Statistical Methods Based on Ranks. San Francisco: Holden-Day.',
  'mackinnon-white-1985':
    'MacKinnon, J. G. and White, H. (1985). Some heteroskedasticity-consistent covariance matrix estimators with improved finite sample properties. Journal of Econometrics 29(3), 305-325.',
  'mann-whitney-1947':
    'Mann, H. B. and Whitney, D. R. (1947). On a test of whether one of two random variables is stochastically larger than the other. The Annals of Mathematical Statistics 18(1), 50-60.',
  'mantel-1966':
    'Mantel, N. (1966). Evaluation of survival data and two new rank order statistics arising in its consideration. Cancer Chemotherapy Reports 50(3), 163-170.',
  'mantel-haenszel-1959':
    'Mantel, N. and Haenszel, W. (1959). Statistical aspects of the analysis of data from retrospective studies of disease. Journal of the National Cancer Institute 22(4), 719-748.',
  'maurer-hothorn-lehmacher-1995':
    'Maurer, W., Hothorn, L. A. and Lehmacher, W. (1995). Multiple comparisons in drug clinical trials and preclinical assays: a-priori ordered hypotheses. In Vollmar, J. (ed.), Biometrie in der chemisch-pharmazeutischen Industrie 6. Stuttgart: Fischer Verlag, 3-18.',
  'mcalister-2003':
    'McAlister, F. A., Straus, S. E., Sackett, D. L. and Altman, D. G. (2003). Analysis and reporting of factorial trials: a systematic review. JAMA 289(19), 2545-2553.',
  'mehta-patel-1983':
    "Mehta, C. R. and Patel, N. R. (1983). A network algorithm for performing Fisher's exact test in r x c contingency tables. Journal of the American Statistical Association 78(382), 427-434.",
  'miettinen-nurminen-1985':
    'Miettinen, O. and Nurminen, M. (1985). Comparative analysis of two rates. Statistics in Medicine 4(2), 213-226.',
  'newcombe-1998':
    'Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: comparison of eleven methods. Statistics in Medicine 17(8), 873-890.',
  'newcombe-1998-single':
    'Newcombe, R. G. (1998). Two-sided confidence intervals for the single proportion: comparison of seven methods. Statistics in Medicine 17(8), 857-872.',
  'pearson-1900':
    'Pearson, K. (1900). On the criterion that a given system of deviations from the probable in the case of a correlated system of variables is such that it can be reasonably supposed to have arisen from random sampling. Philosophical Magazine, Series 5, 50(302), 157-175.',
  'peto-1977':
    'Peto, R., Pike, M. C., Armitage, P., Breslow, N. E., Cox, D. R., Howard, S. V., Mantel, N., McPherson, K., Peto, J. and Smith, P. G. (1977). Design and analysis of randomized clinical trials requiring prolonged observation of each patient. II. Analysis and examples. British Journal of Cancer 35(1), 1-39.',
  'peto-peto-1972':
    'Peto, R. and Peto, J. (1972). Asymptotically efficient rank invariant test procedures. Journal of the Royal Statistical Society, Series A 135(2), 185-207.',
  'phipson-smyth-2010':
    'Phipson, B. and Smyth, G. K. (2010). Permutation P-values should never be zero: calculating exact P-values when permutations are randomly drawn. Statistical Applications in Genetics and Molecular Biology 9(1), article 39.',
  'pustejovsky-tipton-2018':
    'Pustejovsky, J. E. and Tipton, E. (2018). Small-sample methods for cluster-robust variance estimation and hypothesis testing in fixed effects models. Journal of Business and Economic Statistics 36(4), 672-683.',
  'robins-breslow-greenland-1986':
    'Robins, J., Breslow, N. and Greenland, S. (1986). Estimators of the Mantel-Haenszel variance consistent in both sparse data and large-strata limiting models. Biometrics 42(2), 311-323.',
  'royston-parmar-2013':
    'Royston, P. and Parmar, M. K. B. (2013). Restricted mean survival time: an alternative to the hazard ratio for the design and analysis of randomized trials with a time-to-event outcome. BMC Medical Research Methodology 13, 152.',
  'satterthwaite-1946':
    'Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components. Biometrics Bulletin 2(6), 110-114.',
  'stinnett-mullahy-1998':
    'Stinnett, A. A. and Mullahy, J. (1998). Net health benefits: a new framework for the analysis of uncertainty in cost-effectiveness analysis. Medical Decision Making 18(2, supplement), S68-S80.',
  'student-1908': 'Student (1908). The probable error of a mean. Biometrika 6(1), 1-25.',
  'suissa-shuster-1985':
    'Suissa, S. and Shuster, J. J. (1985). Exact unconditional sample sizes for the 2 x 2 binomial trial. Journal of the Royal Statistical Society, Series A 148(4), 317-327.',
  'tarone-1985': 'Tarone, R. E. (1985). On heterogeneity tests based on efficient scores. Biometrika 72(1), 91-95.',
  'tukey-1953':
    'Tukey, J. W. (1953). The problem of multiple comparisons. Unpublished manuscript, Princeton University; reprinted in The Collected Works of John W. Tukey, volume 8 (1994), 1-300. New York: Chapman and Hall.',
  'tukey-1962': 'Tukey, J. W. (1962). The future of data analysis. Annals of Mathematical Statistics 33(1), 1-67.',
  'van-elteren-1960':
    'van Elteren, P. H. (1960). On the combination of independent two-sample tests of Wilcoxon. Bulletin of the International Statistical Institute 37(3), 351-361.',
  'van-hout-1994':
    'van Hout, B. A., Al, M. J., Gordon, G. S. and Rutten, F. F. H. (1994). Costs, effects and C/E-ratios alongside a clinical trial. Health Economics 3(5), 309-319.',
  'welch-1947':
    'Welch, B. L. (1947). The generalization of "Student\'s" problem when several different population variances are involved. Biometrika 34(1-2), 28-35.',
  'welch-1951':
    'Welch, B. L. (1951). On the comparison of several mean values: an alternative approach. Biometrika 38(3-4), 330-336.',
  'wilks-1938':
    'Wilks, S. S. (1938). The large-sample distribution of the likelihood ratio for testing composite hypotheses. The Annals of Mathematical Statistics 9(1), 60-62.',
  'wilson-1927':
    'Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association 22(158), 209-212.',
  'yates-1934':
    'Yates, F. (1934). Contingency tables involving small numbers and the chi-squared test. Supplement to the Journal of the Royal Statistical Society 1(2), 217-235.',
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
