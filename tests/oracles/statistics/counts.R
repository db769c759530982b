# Makes counts.json: chisq.test, fisher.test, prop.trend.test and mantelhaen.test on tables given here, the report's first.
# Run with: Rscript counts.R > counts.json
num <- function(x) ifelse(is.infinite(x), ifelse(x > 0, '"Infinity"', '"-Infinity"'), format(x, digits = 17, trim = TRUE))
object <- function(...) { p <- list(...); paste0("{", paste0('"', names(p), '": ', unlist(p), collapse = ", "), "}") }
array <- function(x) paste0("[", paste(num(unname(x)), collapse = ", "), "]")
rows <- function(m) paste0("[", paste(apply(m, 1, array), collapse = ", "), "]")
several <- function(x) paste0("[\n", paste0("    ", x, collapse = ",\n"), "\n  ]")

tables <- list(
  rbind(c(79, 5827), c(87, 6631), c(62, 5938)),
  rbind(c(8, 2, 5), c(1, 7, 4)),
  rbind(c(3, 1, 4), c(1, 5, 9), c(2, 6, 5)),
  rbind(c(10, 0, 2, 1), c(4, 4, 4, 4), c(1, 6, 3, 2)),
  rbind(c(7, 3), c(7, 3), c(2, 8), c(5, 5)),
  rbind(c(1, 9), c(11, 3)),
  rbind(c(12, 5, 9, 30, 7), c(3, 15, 9, 25, 11)),
  rbind(c(500, 520), c(480, 610), c(530, 560))
)
table_result <- function(m) {
  x <- suppressWarnings(chisq.test(m, correct = FALSE))
  observed <- m[m > 0]
  g <- 2 * sum(observed * log(observed / x$expected[m > 0]))
  df <- unname(x$parameter)
  yates <- if (all(dim(m) == 2)) suppressWarnings(chisq.test(m, correct = TRUE)) else NULL
  fisher <- fisher.test(m, workspace = 2e7)
  object(table = rows(m), X2 = num(unname(x$statistic)), df = num(df), p = num(x$p.value), expected = rows(x$expected),
    residuals = rows(x$residuals), stdres = rows(x$stdres),
    v = num(unname(sqrt(x$statistic / (sum(m) * (min(dim(m)) - 1))))),
    g = num(g), g_p = num(pchisq(g, df, lower.tail = FALSE)),
    yates = if (is.null(yates)) "null" else array(c(yates$statistic, yates$p.value)), fisher_p = num(fisher$p.value))
}

pairs <- list(c(79, 5906, 62, 6000), c(87, 6718, 62, 6000), c(79, 5906, 87, 6718), c(7, 34, 1, 34), c(15, 20, 4, 25),
  c(0, 15, 3, 12), c(5, 5, 2, 9))
pair_result <- function(p) {
  m <- rbind(c(p[1], p[2] - p[1]), c(p[3], p[4] - p[3]))
  f <- fisher.test(m); y <- suppressWarnings(chisq.test(m)); wald <- suppressWarnings(prop.test(p[c(1, 3)], p[c(2, 4)], correct = FALSE))
  object(counts = array(p), fisher_p = num(f$p.value), or = num(unname(f$estimate)), or_ci = array(f$conf.int),
    yates = array(c(y$statistic, y$p.value)), wald = array(wald$conf.int), X2 = num(unname(wald$statistic)), p = num(wald$p.value))
}

trends <- list(list(c(79, 87, 62), c(5906, 6718, 6000), c(1, 2, 0)), list(c(83, 90, 129, 70), c(86, 93, 136, 82), 1:4),
  list(c(10, 12, 20, 31), c(50, 50, 60, 55), c(0, 1, 2.5, 7)))
trend_result <- function(t) {
  r <- suppressWarnings(prop.trend.test(t[[1]], t[[2]], t[[3]]))
  object(x = array(t[[1]]), n = array(t[[2]]), scores = array(t[[3]]), X2 = num(unname(r$statistic)), p = num(r$p.value))
}

# Arms by levels by strata; each stratum is listed arm by arm.
strata <- list(
  list(rbind(c(10, 40), c(4, 46)), rbind(c(7, 13), c(5, 25)), rbind(c(2, 28), c(3, 17))),
  list(rbind(c(5, 10), c(8, 12), c(2, 20)), rbind(c(3, 30), c(9, 22), c(4, 28))),
  list(rbind(c(4, 6, 9), c(8, 3, 5)), rbind(c(2, 7, 3), c(6, 6, 1)), rbind(c(1, 1, 5), c(4, 0, 2))),
  list(rbind(c(4, 6, 9), c(8, 3, 5), c(5, 5, 5)), rbind(c(2, 7, 3), c(6, 6, 1), c(0, 3, 9)))
)
strata_result <- function(s) {
  a <- array3(s)
  r <- mantelhaen.test(a, correct = FALSE)
  common <- if (all(dim(a)[1:2] == 2)) object(or = num(unname(r$estimate)), ci = array(r$conf.int)) else "null"
  object(strata = paste0("[", paste(sapply(s, rows), collapse = ", "), "]"), Q = num(unname(r$statistic)),
    df = num(unname(r$parameter)), p = num(r$p.value), common = common)
}
array3 <- function(s) base::array(unlist(s), dim = c(dim(s[[1]]), length(s)))

cat("{\n")
cat('  "origin": "tests/oracles/statistics/counts.R,', R.version.string, '",\n')
cat('  "tables":', several(sapply(tables, table_result)), ",\n")
cat('  "pairs":', several(sapply(pairs, pair_result)), ",\n")
cat('  "trends":', several(sapply(trends, trend_result)), ",\n")
cat('  "strata":', several(sapply(strata, strata_result)), "\n}\n")
