# The part-payment trial again and again, as a loop in R: Rscript --vanilla rival.R REPLICATES TESTS [FILE]
# TESTS is `primary` (shares by prop.test, means by z) or `all` (the reported tests too: chi-squared, Kruskal and Wallis, intervals).
# FILE is given the share of replicates that reject, by contrast.
arguments <- commandArgs(trailingOnly = TRUE)
replicates <- as.integer(arguments[1])
all_tests <- arguments[2] == "all"
set.seed(7)

arms <- c("pwc_first", "nrp_first", "control")
cases <- c(5906, 6718, 6000)
after_call <- c(0.22 * 0.69 * 0.19 * 0.1, 0.2 * 0.59 * 0.06 * 0.43, 0)
rate <- 0.0102
contrasts <- rbind(c(1, 3), c(2, 3), c(1, 2))
draw_amounts <- function(n, mean, sigma) pmax(1, round(100 * rlnorm(n, log(mean) - sigma^2 / 2, sigma)))

rejected <- matrix(0, nrow(contrasts), 2)
for (replicate in seq_len(replicates)) {
  called <- rbinom(3, cases, after_call)
  ordinary <- rbinom(3, cases - called, rate)
  payers <- called + ordinary
  amounts <- lapply(1:3, function(arm) c(draw_amounts(called[arm], 670, 1.13), draw_amounts(ordinary[arm], 394, 0.89)))
  sums <- vapply(amounts, sum, 0)
  squares <- vapply(amounts, function(paid) sum(paid^2), 0)
  means <- sums / cases
  variances <- (squares - sums^2 / cases) / (cases - 1) / cases
  for (row in seq_len(nrow(contrasts))) {
    pair <- contrasts[row, ]
    share <- suppressWarnings(prop.test(payers[pair], cases[pair], correct = FALSE))
    difference <- means[pair[1]] - means[pair[2]]
    error <- sqrt(sum(variances[pair]))
    limits <- difference + c(-1, 1) * qnorm(0.975) * error
    p <- 2 * pnorm(-abs(difference / error))
    rejected[row, ] <- rejected[row, ] + (c(share$p.value, p) <= 0.05)
  }
  if (all_tests) {
    chisq.test(rbind(payers, cases - payers), correct = FALSE)
    values <- unlist(lapply(1:3, function(arm) c(amounts[[arm]], rep(0, cases[arm] - payers[arm]))))
    kruskal.test(values, rep(1:3, cases))
    shares <- payers / cases
    shares + outer(sqrt(shares * (1 - shares) / cases), c(-1, 1) * qnorm(0.975))
    means + outer(sqrt(variances), c(-1, 1) * qnorm(0.975))
  }
}
if (length(arguments) > 2) writeLines(format(c(rejected / replicates), digits = 15), arguments[3])
