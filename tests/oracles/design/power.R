# Reference values of power for tests/oracles/design/power.json: base R, pwr and mvtnorm, and R's own integrate().
#   Rscript tests/oracles/design/power.R > tests/oracles/design/power.json
suppressPackageStartupMessages({ library(pwr); library(mvtnorm) })
number <- function(x) sprintf("%.15g", x)
entry <- function(kind, given, power) {
  fields <- paste0('"', names(given), '":', vapply(given, function(x) if (length(x) > 1) paste0("[", paste(number(x), collapse = ","), "]") else number(x), ""), collapse = ",")
  sprintf('    {"kind":"%s",%s,"result":%s}', kind, fields, if (length(power) > 1) paste0("[", paste(number(power), collapse = ","), "]") else number(power))
}
rows <- c()
add <- function(...) rows <<- c(rows, entry(...))

for (n in c(5, 20, 300)) for (d in c(0.1, 0.5, 1.2)) {
  add("two_means", list(n1 = n, n2 = n, effect = d), power.t.test(n, d, strict = TRUE)$power)
  add("two_means_one_sided", list(n1 = n, n2 = n, effect = d), power.t.test(n, d, alternative = "one.sided")$power)
  add("two_means", list(n1 = n, n2 = 2 * n, effect = d), pwr.t2n.test(n, 2 * n, d)$power)
  add("one_mean", list(n = n, effect = d), pwr.t.test(n, d, type = "one.sample")$power)
}
for (p in list(c(0.0103, 0.0134), c(0.3, 0.4), c(0.02, 0.2))) for (n in c(60, 6000))
  add("normal_proportions", list(n = n, p1 = p[1], p2 = p[2]), power.prop.test(n, p[1], p[2], strict = TRUE)$power)
for (p in list(c(0.0103, 0.0134), c(0.3, 0.4))) for (n in c(60, 6000))
  add("arcsine_proportions", list(n1 = n, n2 = n / 2, p1 = p[1], p2 = p[2]),
      pwr.2p2n.test(ES.h(p[1], p[2]), n, n / 2)$power)
proportions <- function(n, p) {
  pooled <- sum(n * p) / sum(n)
  w <- sqrt(sum(n / sum(n) * (p - pooled)^2) / (pooled * (1 - pooled)))
  pwr.chisq.test(w, sum(n), length(n) - 1)$power
}
for (n in list(c(5906, 6718, 6000), c(100, 50, 80)))
  add("k_proportions", list(n = n, p = c(0.0134, 0.013, 0.0103) * if (n[1] < 1000) 20 else 1),
      proportions(n, c(0.0134, 0.013, 0.0103) * if (n[1] < 1000) 20 else 1))
for (n in c(10, 45)) add("anova", list(n = rep(n, 3), mean = c(0, 1, 2), sd = 3),
                         power.anova.test(3, n, between.var = 1, within.var = 9)$power)
anova <- function(n, m, sd) {
  lambda <- sum(n * (m - sum(n * m) / sum(n))^2) / sd^2
  pf(qf(0.05, length(n) - 1, sum(n) - length(n), lower = FALSE), length(n) - 1, sum(n) - length(n), lambda, lower = FALSE)
}
add("anova", list(n = c(8, 20, 31, 12), mean = c(0, 0.4, 1, 0.2), sd = 1.3), anova(c(8, 20, 31, 12), c(0, 0.4, 1, 0.2), 1.3))

# Two one-sided t tests: over the estimate of the standard deviation, by R's integrate().
tost <- function(n1, n2, delta, sd, margin, alpha = 0.05) {
  df <- n1 + n2 - 2; se <- sd * sqrt(1 / n1 + 1 / n2); t <- qt(1 - alpha, df)
  f <- function(v) { s <- sqrt(v / df)
    pmax(0, pnorm(margin / se - t * s - delta / se) - pnorm(-margin / se + t * s - delta / se)) * dchisq(v, df) }
  integrate(f, 0, df * (margin / se / t)^2, rel.tol = 1e-12, abs.tol = 0, subdivisions = 2000)$value
}
for (n in c(10, 40, 200)) for (delta in c(0, 0.1, 0.3))
  add("equivalence_means", list(n1 = n, n2 = n + 5, difference = delta, sd = 1, margin = 0.6), tost(n, n + 5, delta, 1, 0.6))
for (n in c(20, 120)) add("non_inferiority_means", list(n1 = n, n2 = n, difference = -0.1, sd = 1, margin = 0.5),
  pt(qt(0.95, 2 * n - 2), 2 * n - 2, ncp = 0.4 / sqrt(2 / n), lower = FALSE))

# Dunnett's comparisons with one control: the rectangle of a noncentral multivariate t, as a mean over S of multivariate normals.
dunnett <- function(n0, n, effect, alpha = 0.05) {
  k <- length(n); df <- n0 + sum(n) - k - 1
  l <- sqrt(n / (n + n0)); R <- l %*% t(l); diag(R) <- 1
  shift <- effect / sqrt(1 / n + 1 / n0)
  set.seed(1)
  crit <- qmvt(1 - alpha, tail = "both.tails", df = df, corr = R, algorithm = GenzBretz(maxpts = 5e5, abseps = 1e-9))$quantile
  within <- function(v) vapply(v, function(x) { s <- sqrt(x / df)
    pmvnorm(rep(-crit * s, k) - shift, rep(crit * s, k) - shift, corr = R, algorithm = if (k == 2) GenzBretz(abseps = 1e-9, maxpts = 5e5) else Miwa(steps = 1000)) }, 0) * dchisq(v, df)
  any <- 1 - integrate(within, max(0, df - 12 * sqrt(2 * df)), df + 14 * sqrt(2 * df), rel.tol = 1e-8)$value
  c(crit, any, pt(crit, df, shift, lower = FALSE) + pt(-crit, df, shift))
}
add("dunnett", list(n0 = 20, n = c(20, 20), effect = c(0.8, 0.5)), dunnett(20, c(20, 20), c(0.8, 0.5)))
add("dunnett", list(n0 = 60, n = c(30, 40, 50), effect = c(0.4, 0, 0.6)), dunnett(60, c(30, 40, 50), c(0.4, 0, 0.6)))
cat('{\n  "origin": "tests/oracles/design/power.R, ', R.version.string, ", pwr ", as.character(packageVersion("pwr")), ", mvtnorm ", as.character(packageVersion("mvtnorm")), '",\n  "cases": [\n', paste(rows, collapse = ",\n"), "\n  ]\n}\n", sep = "")
