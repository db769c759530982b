# Makes clusters.json: means with cluster-robust variances by R's survey package, and by the definition where clusters
# have cases in two strata; differences, and intervals of single arms. Run with: Rscript clusters.R > clusters.json  (needs survey)
suppressMessages(library(survey))
options(digits = 17)
seed <- 12345
draw <- function(n, below) { # Lehmer generator, so that the rows do not depend on R's own
  out <- integer(n)
  for (i in seq_len(n)) { seed <<- (seed * 16807) %% 2147483647; out[i] <- floor(seed / 2147483647 * below) }
  out
}
rows <- data.frame()
for (arm in c("called", "control")) for (stratum in c("1993", "2003")) for (cluster in 1:9) {
  size <- 1 + draw(1, 3)
  level <- draw(1, 3) * 100
  rows <- rbind(rows, data.frame(arm, stratum, cluster = paste(arm, stratum, cluster, sep = "-"),
    value = ifelse(draw(size, 3) == 0, 0, level + draw(size, 400))))
}
rows$value[rows$arm == "called" & rows$value > 0] <- rows$value[rows$arm == "called" & rows$value > 0] + 90
spanning <- rows
joined <- spanning$cluster %in% c(paste0("called-2003-", 1:4), paste0("control-2003-", 1:6))
spanning$cluster[joined] <- sub("2003", "1993", spanning$cluster[joined])

num <- function(x) format(x, digits = 17, trim = TRUE)
survey_difference <- function(data) {
  design <- svydesign(ids = ~cluster, strata = ~arm, data = data, weights = ~1)
  by <- svyby(~value, ~arm, design, svymean)
  g <- tapply(data$cluster, data$arm, function(x) length(unique(x)))
  v <- SE(by)^2
  list(difference = by$value[1] - by$value[2], se = sqrt(sum(v)),
       df = unname(sum(v)^2 / sum(v^2 / (g[by$arm] - 1))))
}
survey_stratified <- function(data) {
  data$cell <- paste(data$arm, data$stratum)
  by <- svyby(~value, ~cell, svydesign(ids = ~cluster, strata = ~cell, data = data, weights = ~1), svymean)
  parts <- do.call(rbind, strsplit(by$cell, " "))
  w <- as.vector(table(data$stratum)[parts[, 2]]) / nrow(data)
  v <- w^2 * SE(by)^2
  g <- tapply(data$cluster, data$cell, function(x) length(unique(x)))[by$cell]
  list(difference = sum(ifelse(parts[, 1] == "called", 1, -1) * w * by$value), se = sqrt(sum(v)),
       df = unname(sum(v)^2 / sum(v^2 / (g - 1))))
}
by_definition <- function(data) { # scores of whole clusters, summed over their strata
  w <- table(data$stratum) / nrow(data)
  difference <- 0; v <- c()
  for (arm in c("called", "control")) {
    score <- numeric(0)
    for (s in names(w)) {
      d <- data[data$arm == arm & data$stratum == s, ]
      difference <- difference + ifelse(arm == "called", 1, -1) * w[[s]] * mean(d$value)
      z <- tapply(d$value - mean(d$value), d$cluster, sum) / nrow(d) * w[[s]]
      z <- z * sqrt(length(z) / (length(z) - 1))
      for (id in names(z)) score[id] <- z[[id]] + if (id %in% names(score)) score[[id]] else 0
    }
    v[arm] <- sum(score^2)
  }
  list(difference = unname(difference), se = sqrt(sum(v)))
}
arm_rows <- function(data, arm, f) { # f(rows of the arm, design's weight of every stratum)
  w <- table(data$stratum) / nrow(data)
  f(data[data$arm == arm, ], w)
}
limits <- function(mean, se, df) {
  h <- qt(0.975, df) * se
  list(mean = mean, se = se, df = df, lower = mean - h, upper = mean + h)
}
survey_arm <- function(d, w) { # confint gives the t interval
  m <- svymean(~value, svydesign(ids = ~cluster, data = d, weights = ~1))
  g <- length(unique(d$cluster))
  ci <- confint(m, df = g - 1)
  list(mean = unname(coef(m)), se = unname(as.vector(SE(m))), df = g - 1, lower = ci[1], upper = ci[2])
}
survey_arm_stratified <- function(ids) function(d, w) { # post-stratified to the sample's own strata
  design <- postStratify(svydesign(ids = ids, strata = ~stratum, data = d, weights = ~1), ~stratum,
    data.frame(stratum = names(w), Freq = as.vector(w)))
  m <- svymean(~value, design)
  v <- c(); f <- c()
  for (s in names(w)) {
    part <- d[d$stratum == s, ]
    v[s] <- w[[s]]^2 * as.vector(SE(svymean(~value, svydesign(ids = ids, data = part, weights = ~1))))^2
    f[s] <- (if ("cluster" %in% all.vars(ids)) length(unique(part$cluster)) else nrow(part)) - 1
  }
  limits(unname(coef(m)), as.vector(SE(m)), sum(v)^2 / sum(v^2 / f))
}
arm_by_definition <- function(d, w) { # scores of whole clusters, summed over their strata
  score <- c(); v <- c(); f <- c(); mean <- 0
  for (s in names(w)) {
    part <- d[d$stratum == s, ]
    mean <- mean + w[[s]] * base::mean(part$value)
    z <- tapply(part$value - base::mean(part$value), part$cluster, sum) / nrow(part) * w[[s]]
    z <- z * sqrt(length(z) / (length(z) - 1))
    v[s] <- sum(z^2); f[s] <- length(z) - 1
    for (id in names(z)) score[id] <- z[[id]] + if (id %in% names(score)) score[[id]] else 0
  }
  limits(mean, sqrt(sum(score^2)), min(sum(v)^2 / sum(v^2 / f), length(score) - 1))
}
wilson_combined <- function(d, w) { # prop.test without correction gives Wilson's limits
  mean <- 0; v <- 0; below <- 0; above <- 0
  for (s in names(w)) {
    x <- sum(d$value[d$stratum == s]); n <- sum(d$stratum == s); p <- x / n
    ci <- suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int
    mean <- mean + w[[s]] * p; v <- v + w[[s]]^2 * p * (1 - p) / n
    below <- below + w[[s]]^2 * (p - ci[1])^2; above <- above + w[[s]]^2 * (ci[2] - p)^2
  }
  list(mean = mean, se = sqrt(v), lower = mean - sqrt(below), upper = mean + sqrt(above))
}
show <- function(x) paste0("{", paste0('"', names(x), '": ', sapply(x, num), collapse = ", "), "}")
lines <- function(data) paste0('    ["', data$arm, '", "', data$stratum, '", "', data$cluster, '", ', data$value, "]", collapse = ",\n")
binary <- function(data) { data$value <- as.integer(data$value > 0); data }
arms_of <- function(data, f) paste0('"', c("called", "control"), '": ',
  sapply(c("called", "control"), function(arm) show(arm_rows(data, arm, f))), collapse = ",\n      ")
cat("{\n")
cat('  "generator": "tests/oracles/statistics/clusters.R, R ', as.character(getRversion()), ', survey ',
    as.character(packageVersion("survey")), '",\n', sep = "")
cat('  "nested": {"money": ', show(survey_difference(rows)), ', "proportion": ', show(survey_difference(binary(rows))),
    ',\n    "moneyStratified": ', show(survey_stratified(rows)), ', "proportionStratified": ',
    show(survey_stratified(binary(rows))), '},\n', sep = "")
cat('  "spanning": {"money": ', show(survey_difference(spanning)), ', "moneyStratified": ',
    show(by_definition(spanning)), '},\n', sep = "")
parts <- list(
  clusteredMoney = arms_of(rows, survey_arm), clusteredProportion = arms_of(binary(rows), survey_arm),
  clusteredMoneySpanning = arms_of(spanning, survey_arm),
  stratifiedMoney = arms_of(rows, survey_arm_stratified(~1)), stratifiedProportion = arms_of(binary(rows), wilson_combined),
  stratifiedClusteredMoney = arms_of(rows, survey_arm_stratified(~cluster)),
  stratifiedClusteredProportion = arms_of(binary(rows), survey_arm_stratified(~cluster)),
  stratifiedClusteredMoneySpanning = arms_of(spanning, arm_by_definition))
cat('  "arms": {\n', paste0('    "', names(parts), '": {', unlist(parts), '}', collapse = ",\n"), '\n  },\n', sep = "")
cat('  "nestedRows": [\n', lines(rows), '\n  ],\n  "spanningRows": [\n', lines(spanning), '\n  ]\n}\n', sep = "")
