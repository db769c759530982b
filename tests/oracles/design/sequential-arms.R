# Reference values of several arms beside one control at looks, for tests/oracles/design/sequential-arms.json: mvtnorm's multivariate normal.
#   Rscript tests/oracles/design/sequential-arms.R > tests/oracles/design/sequential-arms.json
suppressPackageStartupMessages(library(mvtnorm))
number <- function(x) if (is.infinite(x)) sprintf('"%s"', x) else sprintf("%.15g", x)
field <- function(x) if (is.character(x)) sprintf('"%s"', x) else paste0("[", paste(sapply(x, number), collapse = ","), "]")
rows <- c()
add <- function(...) { given <- list(...)
  rows <<- c(rows, sprintf("    {%s}", paste0('"', names(given), '":', vapply(given, field, ""), collapse = ","))) }

# Scores of arm i at look k: correlation l_i l_j between arms, sqrt(t_k / t_l) between looks. Sorted by look, then arm.
correlation <- function(shares, loadings) {
  arms <- outer(loadings, loadings); diag(arms) <- 1
  looks <- outer(shares, shares, function(a, b) sqrt(pmin(a, b) / pmax(a, b)))
  kronecker(looks, arms)
}
# P(all within the boundaries up to look k), with what mvtnorm says of its error.
within <- function(shares, loadings, drifts, z, sides, k) {
  d <- k * length(loadings); R <- correlation(shares[1:k], loadings)
  mean <- as.vector(outer(drifts, sqrt(shares[1:k]))); upper <- rep(z[1:k], each = length(loadings))
  lower <- if (sides == "two") -upper else rep(-Inf, d)
  if (d == 1) return(c(pnorm(upper, mean) - pnorm(lower, mean), 0))
  if (d <= 4 && sides == "one") return(c(pmvnorm(lower, upper, mean = mean, corr = R, algorithm = Miwa(steps = 1024))[1], 1e-9))
  if (d <= 3) return(c(pmvnorm(lower, upper, mean = mean, corr = R, algorithm = Miwa(steps = 1024))[1], 1e-9))
  set.seed(20261129)
  found <- pmvnorm(lower, upper, mean = mean, corr = R, algorithm = GenzBretz(maxpts = 1e6, abseps = 1e-8, releps = 0))
  c(found[1], attr(found, "error"))
}
cases <- list(
  list(loadings = c(0.5, 0.5)^0.5, shares = c(0.5, 1), z = c(2.6, 2.2)),
  list(loadings = c(0.5, 0.5)^0.5, shares = (1:3) / 3, z = c(3.9, 2.7, 2.25)),
  list(loadings = c(0.6, 0.75), shares = c(0.3, 0.55, 1), z = c(2.4, 2.4, 2.4)),
  list(loadings = c(0.5, 0.5, 0.5)^0.5, shares = c(0.5, 1), z = c(2.5, 2.4)),
  list(loadings = c(0.4, 0.7, 0.8), shares = c(0.25, 1), z = c(2.9, 2.3)),
  list(loadings = c(0.5, 0.5)^0.5, shares = (1:5) / 5, z = c(2.5, 2.5, 2.5, 2.5, 2.5)),
  list(loadings = rep(0.5, 4)^0.5, shares = (1:3) / 3, z = c(2.7, 2.6, 2.5)))
for (case in cases) for (sides in c("one", "two")) for (effect in list(0, c(2.8, 0.4, 1.5, -0.5))) {
  drifts <- rep(effect, length.out = length(case$loadings))
  found <- sapply(seq_along(case$shares), function(k) within(case$shares, case$loadings, drifts, case$z, sides, k))
  add(sides = sides, loadings = case$loadings, drifts = drifts, shares = case$shares, z = case$z, within = found[1, ], error = found[2, ])
}
cat('{\n  "origin": "tests/oracles/design/sequential-arms.R, ', R.version.string, ", mvtnorm ", as.character(packageVersion("mvtnorm")), '",\n  "cases": [\n', paste(rows, collapse = ",\n"), "\n  ]\n}\n", sep = "")
