# Reads data sets (file, columns set,arm,stratum,value) and writes what base R makes of them: set,outcome,method,quantity,value.
arguments <- commandArgs(trailingOnly = TRUE)
cases <- read.csv(arguments[1], colClasses = c("integer", "character", "character", "numeric"))
output <- file(arguments[2], "w")
writeLines(paste0("R ", getRversion()), output)
arms <- c("pwc_first", "nrp_first", "control")
say <- function(set, outcome, method, quantity, value) {
  writeLines(paste(set, outcome, method, quantity, format(value, digits = 17, scientific = TRUE), sep = ","), output)
}

for (set in unique(cases$set)) {
  data <- cases[cases$set == set, ]
  data$arm <- factor(data$arm, levels = arms)
  paid <- data$value > 0
  table3 <- table(data$arm, factor(paid, levels = c(TRUE, FALSE)))
  events <- table3[, 1]
  sizes <- rowSums(table3)

  if (!all(paid)) {
    pearson <- chisq.test(table3, correct = FALSE)
    say(set, "binary", "pearson-chi-squared", "statistic", pearson$statistic)
    say(set, "binary", "pearson-chi-squared", "p", pearson$p.value)
    expected <- pearson$expected
    g <- 2 * sum(ifelse(table3 == 0, 0, table3 * log(table3 / expected)))
    say(set, "binary", "g-test", "statistic", g)
    say(set, "binary", "g-test", "p", pchisq(g, 2, lower.tail = FALSE))
    trend <- prop.trend.test(events, sizes, c(2, 1, 0))
    say(set, "binary", "cochran-armitage", "p", trend$p.value)
    say(set, "binary", "exact-conditional-probability", "p", fisher.test(table3, workspace = 2e7)$p.value)
    within <- mantelhaen.test(data$arm, factor(paid), data$stratum)
    say(set, "binary", "cochran-mantel-haenszel", "statistic", within$statistic)
    say(set, "binary", "cochran-mantel-haenszel", "p", within$p.value)
  }
  for (arm in arms) {
    exact <- binom.test(events[arm], sizes[arm])$conf.int
    wilson <- prop.test(events[arm], sizes[arm], correct = FALSE)$conf.int
    corrected <- prop.test(events[arm], sizes[arm], correct = TRUE)$conf.int
    for (side in 1:2) {
      name <- paste0(arm, ":", c("low", "high")[side])
      say(set, "binary", "clopper-pearson-interval", name, exact[side])
      say(set, "binary", "wilson-interval", name, wilson[side])
      say(set, "binary", "wilson-interval-corrected", name, corrected[side])
    }
    t <- t.test(data$value[data$arm == arm])
    say(set, "money", "mean-interval-t", paste0(arm, ":low"), t$conf.int[1])
    say(set, "money", "mean-interval-t", paste0(arm, ":high"), t$conf.int[2])
  }

  kw <- kruskal.test(data$value, data$arm)
  say(set, "money", "kruskal-wallis", "statistic", kw$statistic)
  say(set, "money", "kruskal-wallis", "p", kw$p.value)
  anova <- oneway.test(value ~ arm, data, var.equal = TRUE)
  say(set, "money", "one-way-anova", "statistic", anova$statistic)
  say(set, "money", "one-way-anova", "p", anova$p.value)
  welch <- oneway.test(value ~ arm, data)
  say(set, "money", "welch-anova", "statistic", welch$statistic)
  say(set, "money", "welch-anova", "p", welch$p.value)
  for (arm in arms[1:2]) {
    a <- data$value[data$arm == arm]
    b <- data$value[data$arm == "control"]
    for (equal in c(FALSE, TRUE)) {
      method <- if (equal) "difference-in-means-pooled" else "difference-in-means-welch"
      t <- t.test(a, b, var.equal = equal)
      say(set, "money", method, paste0(arm, ":estimate"), t$estimate[1] - t$estimate[2])
      say(set, "money", method, paste0(arm, ":p"), t$p.value)
      say(set, "money", method, paste0(arm, ":low"), t$conf.int[1])
      say(set, "money", method, paste0(arm, ":high"), t$conf.int[2])
    }
    if (all(paid)) next
    two <- table3[c(arm, "control"), ]
    fisher <- fisher.test(two)
    say(set, "binary", "odds-ratio", paste0(arm, ":estimate"), fisher$estimate)
    say(set, "binary", "odds-ratio", paste0(arm, ":low"), fisher$conf.int[1])
    say(set, "binary", "odds-ratio", paste0(arm, ":high"), fisher$conf.int[2])
    pair <- data[data$arm %in% c(arm, "control"), ]
    mh <- mantelhaen.test(factor(pair$arm, levels = c(arm, "control")), factor(pair$value > 0, levels = c(TRUE, FALSE)),
      pair$stratum, correct = FALSE)
    say(set, "binary", "mantel-haenszel-odds-ratio", paste0(arm, ":estimate"), mh$estimate)
    say(set, "binary", "mantel-haenszel-odds-ratio", paste0(arm, ":low"), mh$conf.int[1])
    say(set, "binary", "mantel-haenszel-odds-ratio", paste0(arm, ":high"), mh$conf.int[2])
  }
}
close(output)
