# Makes clusters.json: means with cluster-robust variances by R's survey package, and by the definition where clusters
# have cases in two strata. Run with: Rscript clusters.R > clusters.json  (needs survey)
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
show <- function(x) paste0("{", paste0('"', names(x), '": ', sapply(x, num), collapse = ", "), "}")
lines <- function(data) paste0('    ["', data$arm, '", "', data$stratum, '", "', data$cluster, '", ', data$value, "]", collapse = ",\n")
binary <- function(data) { data$value <- as.integer(data$value > 0); data }
cat("{\n")
cat('  "generator": "tests/oracles/statistics/clusters.R, R ', as.character(getRversion()), ', survey ',
    as.character(packageVersion("survey")), '",\n', sep = "")
cat('  "nested": {"money": ', show(survey_difference(rows)), ', "proportion": ', show(survey_difference(binary(rows))),
    ',\n    "moneyStratified": ', show(survey_stratified(rows)), ', "proportionStratified": ',
    show(survey_stratified(binary(rows))), '},\n', sep = "")
cat('  "spanning": {"money": ', show(survey_difference(spanning)), ', "moneyStratified": ',
    show(by_definition(spanning)), '},\n', sep = "")
cat('  "nestedRows": [\n', lines(rows), '\n  ],\n  "spanningRows": [\n', lines(spanning), '\n  ]\n}\n', sep = "")
