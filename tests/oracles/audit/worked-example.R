# The data behind audits/worked-example.yaml, and what R makes of them. Run: Rscript tests/oracles/audit/worked-example.R
# The report is made up. Its numbers are those printed here, rounded, but for the four that the file says are planted.
set.seed(2024)
n <- c(letter = 212, control = 208)
paid <- c(letter = 61, control = 43)
table <- cbind(paid, n - paid)
x2 <- chisq.test(table, correct = FALSE)
wilson <- function(x, n) prop.test(x, n, correct = FALSE)$conf.int
score <- list(letter = sample(1:7, 24, replace = TRUE, prob = c(1, 1, 2, 4, 6, 5, 3)),
              control = sample(1:7, 26, replace = TRUE, prob = c(2, 3, 4, 4, 3, 2, 1)))
offices <- list(north = c(31.2, 28.4, 35.1, 30.3, 29.9), south = c(26.0, 27.7, 24.9, 29.1, 25.2),
                west = c(33.4, 30.8, 36.9, 34.0, 31.5))
amounts <- unlist(offices)
office <- factor(rep(names(offices), each = 5))
anova <- anova(lm(amounts ~ office))
t <- t.test(score$letter, score$control, var.equal = TRUE)
share <- paid / n
difference <- share[["letter"]] - share[["control"]]
se <- sqrt(sum(share * (1 - share) / n))
limits <- difference + c(-1, 1) * qnorm(0.975) * se
calls <- c(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
r <- cor.test(calls, rev(c(3, 9, 4, 8, 5, 7, 6, 2, 10, 1, 12, 11)))
number <- function(x) format(unname(x), digits = 15)
out <- c(
  letter_percent = 100 * 61 / 212, control_percent = 100 * 43 / 208,
  wald_letter = 100 * qnorm(0.975) * sqrt(61 / 212 * 151 / 212 / 212),
  wilson_letter_lower = 100 * wilson(61, 212)[1], wilson_letter_upper = 100 * wilson(61, 212)[2],
  x2 = x2$statistic, x2_p = x2$p.value,
  letter_mean = mean(score$letter), letter_sd = sd(score$letter),
  control_mean = mean(score$control), control_sd = sd(score$control),
  t = t$statistic, t_p = t$p.value,
  mean_upper = mean(score$letter) + qt(0.975, 23) * sd(score$letter) / sqrt(24),
  sapply(offices, mean), setNames(sapply(offices, sd), paste0(names(offices), "_sd")),
  f = anova$`F value`[1], f_p = anova$`Pr(>F)`[1],
  yates = chisq.test(table)$statistic,
  difference_lower = 100 * limits[1], difference_upper = 100 * limits[2], difference_p = 2 * pnorm(-abs(difference) / se),
  r = r$estimate, r_p = r$p.value,
  kruskal_h = kruskal.test(amounts, office)$statistic
)
cat("{\n", paste0('  "', sub("[.].*$", "", names(out)), '": ', sapply(out, number), collapse = ",\n"), "\n}\n", sep = "")
