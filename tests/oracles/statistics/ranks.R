# Makes ranks.json: Mann-Whitney by wilcox.test; Dunn's z and van Elteren's z by their definitions on R's mid-ranks; small
# data given here, and the letters to donors. Run with: Rscript ranks.R karlan_list_2007.csv > ranks.json
num <- function(x) format(x, digits = 17, trim = TRUE)
object <- function(...) { p <- list(...); paste0("{", paste0('"', names(p), '": ', unlist(p), collapse = ", "), "}") }
array <- function(x) paste0("[", paste(num(x), collapse = ", "), "]")

mann_whitney <- function(x, y) {
  w <- suppressWarnings(wilcox.test(x, y))
  exact <- grepl("exact", w$method)
  object(W = num(unname(w$statistic)), p = num(w$p.value), exact = tolower(exact))
}
dunn <- function(value, arm, a, b) {
  r <- rank(value); N <- length(value); n <- table(arm)
  ties <- as.numeric(table(value)); T <- sum(ties^3 - ties)
  d <- mean(r[arm == a]) - mean(r[arm == b])
  se <- sqrt((N * (N + 1) / 12 - T / (12 * (N - 1))) * unname(1 / n[a] + 1 / n[b]))
  object(estimate = num(d), se = num(se), z = num(d / se), p = num(2 * pnorm(-abs(d / se))))
}
van_elteren <- function(value, arm, stratum, a, b) {
  top <- 0; variance <- 0; weights <- 0
  for (s in unique(stratum)) {
    x <- value[stratum == s & arm == a]; y <- value[stratum == s & arm == b]
    n <- as.numeric(length(x)); m <- as.numeric(length(y)); N <- n + m
    ties <- as.numeric(table(c(x, y)))
    w <- unname(suppressWarnings(wilcox.test(x, y, exact = FALSE))$statistic)
    top <- top + (w - n * m / 2) / (N + 1)
    variance <- variance + n * m / 12 * (N + 1 - sum(ties^3 - ties) / (N * (N - 1))) / (N + 1)^2
    weights <- weights + n * m / (N + 1)
  }
  z <- top / sqrt(variance)
  object(estimate = num(0.5 + top / weights), z = num(z), p = num(2 * pnorm(-abs(z))))
}
seed <- 12345
draw <- function(n, below) { # Lehmer generator, so that the values do not depend on R's own
  out <- integer(n)
  for (i in seq_len(n)) { seed <<- (seed * 16807) %% 2147483647; out[i] <- floor(seed / 2147483647 * below) }
  out
}
pairs <- list(
  list(c(3, 8, 11), c(1, 2, 4, 5)), list(c(1, 2, 3), c(4, 5, 6)), list(c(5), c(1, 2, 3, 4, 6, 7, 8)),
  list(2 * draw(20, 100000), 2 * draw(25, 90000) + 1), list(2 * draw(49, 100000), 2 * draw(49, 100000) + 1),
  list(draw(12, 6), draw(15, 8)), list(c(0, 0, 0, 7, 12), c(0, 0, 0, 0, 3)), list(2 * draw(120, 1e6), 2 * draw(130, 9e5) + 1))
pair_lines <- sapply(pairs, function(p) object(x = array(p[[1]]), y = array(p[[2]]), result = mann_whitney(p[[1]], p[[2]])))

# Exact where wilcox.test goes over to the normal distribution: P of U from its counted distribution.
counted <- list(c(60, 160, 3900), c(75, 130, 5600), c(1, 400, 390), c(100, 100, 5000))
counted_lines <- sapply(counted, function(k) object(n = k[1], m = k[2], u = k[3],
  p = num(min(1, 2 * min(pwilcox(k[3], k[1], k[2]), pwilcox(k[3] - 1, k[1], k[2], lower.tail = FALSE))))))

n <- c(40, 50, 60)
value <- c(draw(40, 9), draw(50, 12), draw(60, 9)) * (draw(150, 3) > 0)
arm <- rep(c("called", "other", "control"), n)
stratum <- c("1993", "2003", "2008")[draw(150, 3) + 1]
small <- object(value = array(value), arm = paste0('["', paste(arm, collapse = '", "'), '"]'),
  stratum = paste0('["', paste(stratum, collapse = '", "'), '"]'),
  dunn = dunn(value, arm, "called", "control"), vanElteren = van_elteren(value, arm, stratum, "called", "control"))

donors <- read.csv(commandArgs(TRUE)[1])
donors <- donors[donors$amount != -999 & !is.na(donors$amount), ]
compare <- function(a) with(donors, object(
  mannWhitney = mann_whitney(amount[arm == a], amount[arm == "control"]),
  dunn = dunn(amount, arm, a, "control"),
  vanElteren = van_elteren(amount, arm, paste(dormant, red_state), a, "control")))
cat('{\n  "origin": "tests/oracles/statistics/ranks.R, R', paste0(R.version$major, ".", R.version$minor), '",\n  "pairs": [\n    ')
cat(paste(pair_lines, collapse = ",\n    "))
cat('\n  ],\n  "counted": [', paste(counted_lines, collapse = ", "), '],\n  "small": ', small, ',\n  "donors": ', object(match1to1 = compare("match1to1"), match3to1 = compare("match3to1")), "\n}\n", sep = "")
