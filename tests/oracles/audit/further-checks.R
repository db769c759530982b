# What R makes of the examples in tests/pipeline/audit/further-checks.test.ts. Run: Rscript tests/oracles/audit/further-checks.R
table <- rbind(c(8, 12), c(15, 5))
yates <- chisq.test(table, correct = TRUE)
plain <- chisq.test(table, correct = FALSE)
large <- chisq.test(rbind(c(1800, 58200), c(1650, 48350)), correct = TRUE)

# Pairs with exact correlations, so that cor.test itself is what is asked.
x <- c(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
y <- c(2, 1, 4, 3, 7, 5, 6, 9, 8, 12, 9, 13)
r <- cor.test(x, y)
weak <- cor.test(x, rev(c(3, 9, 4, 8, 5, 7, 6, 2, 10, 1, 12, 11)))

# Altman and Bland (2011a, 2011b), with R's normal distribution in the place of their approximations.
p_of <- function(estimate, lower, upper) 2 * pnorm(-abs(estimate) / ((upper - lower) / (2 * qnorm(0.975))))
limits <- function(estimate, p) estimate + c(-1, 1) * qnorm(0.975) * abs(estimate) / qnorm(p / 2, lower.tail = FALSE)
zinc <- limits(17, 0.032)
risk <- exp(limits(log(0.30), 0.034))

pair <- function(a, n, b, m) {
  p <- a / n
  q <- b / m
  100 * (p - q + c(-1, 1) * qnorm(0.975) * sqrt(p * (1 - p) / n + q * (1 - q) / m))
}
difference <- pair(61, 212, 43, 208)

payments <- c(rep(0, 90), rep(50, 10))
alone <- c(rep(0, 99), 500)
ends <- c(rep(0, 50), rep(10, 50))

out <- c(
  yates_x2 = yates$statistic, yates_p = yates$p.value, plain_x2 = plain$statistic, large_yates_x2 = large$statistic,
  r = r$estimate, r_t = r$statistic, r_p = r$p.value, r_lower = r$conf.int[1], r_upper = r$conf.int[2],
  weak_r = weak$estimate, weak_t = weak$statistic, weak_p = weak$p.value,
  ratio_p = p_of(log(0.81), log(0.70), log(0.94)), zinc_p = p_of(17, zinc[1], zinc[2]),
  zinc_lower = zinc[1], zinc_upper = zinc[2], risk_lower = risk[1], risk_upper = risk[2],
  difference_lower = difference[1], difference_upper = difference[2],
  payments_sd = sd(payments), alone_sd = sd(alone), ends_sd = sd(ends)
)
number <- function(x) format(unname(x), digits = 15)
keys <- sub("\\..*$", "", names(out))
cat("{\n", paste0('  "', keys, '": ', sapply(out, number), collapse = ",\n"), "\n}\n", sep = "")
