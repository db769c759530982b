# Answers one task a line: `task file rows draws` -> `seconds answer...`. Base R, its loops as its users write them, ranks made once.
read_case_data <- function(path, rows) {
  connection <- file(path, "rb")
  on.exit(close(connection))
  values <- readBin(connection, "double", rows, size = 8, endian = "little")
  arms <- readBin(connection, "integer", rows, size = 4, endian = "little")
  list(values = values, arms = arms)
}

tasks <- list(
  "kruskal-wallis" = function(values, arms, draws) {
    result <- kruskal.test(values, factor(arms))
    c(result$statistic, result$p.value)
  },
  "chi-squared" = function(values, arms, draws) {
    result <- chisq.test(table(arms, values > 0), correct = FALSE)
    c(result$statistic, result$p.value)
  },
  "randomisation-h" = function(values, arms, draws) {
    ranks <- rank(values)
    n <- length(values)
    ties <- as.numeric(table(values))
    scale <- 12 / (n * (n + 1)) / (1 - sum(ties^3 - ties) / (n^3 - n))
    sizes <- as.numeric(table(arms))
    h <- function(arm) {
      sums <- c(sum(ranks[arm == 0L]), sum(ranks[arm == 1L]), sum(ranks[arm == 2L]))
      scale * sum(sizes * (sums / sizes - (n + 1) / 2)^2)
    }
    observed <- h(arms)
    set.seed(1)
    extreme <- 0
    for (draw in seq_len(draws)) if (h(sample(arms)) >= observed * (1 - 1e-12)) extreme <- extreme + 1
    c(observed, (extreme + 1) / (draws + 1))
  },
  "randomisation-mean" = function(values, arms, draws) {
    kept <- arms != 1L
    values <- values[kept]
    treated <- arms[kept] == 0L
    difference <- function(treated) mean(values[treated]) - mean(values[!treated])
    observed <- difference(treated)
    set.seed(1)
    extreme <- 0
    for (draw in seq_len(draws)) if (abs(difference(sample(treated))) >= abs(observed) * (1 - 1e-12)) extreme <- extreme + 1
    c(observed, (extreme + 1) / (draws + 1))
  },
  "bootstrap-bca" = function(values, arms, draws) {
    a <- values[arms == 0L]
    b <- values[arms == 2L]
    observed <- mean(a) - mean(b)
    set.seed(1)
    replicates <- numeric(draws)
    for (draw in seq_len(draws)) replicates[draw] <- mean(sample(a, replace = TRUE)) - mean(sample(b, replace = TRUE))
    z0 <- qnorm((sum(replicates < observed) + sum(replicates == observed) / 2) / draws)
    without <- function(x) (sum(x) - x) / (length(x) - 1)
    influence_a <- mean(without(a)) - without(a)
    influence_b <- without(b) - mean(without(b))
    cubes <- sum(influence_a^3) / 1 + sum(influence_b^3)
    squares <- sum(influence_a^2) + sum(influence_b^2)
    acceleration <- cubes / (6 * squares^1.5)
    z <- qnorm(c(0.025, 0.975))
    unname(quantile(replicates, pnorm(z0 + (z0 + z) / (1 - acceleration * (z0 + z)))))
  },
  "allocation" = function(values, arms, draws) {
    set.seed(1)
    allocated <- integer(length(arms))
    stratum <- seq_along(arms) %% 2
    for (level in 0:1) allocated[stratum == level] <- sample(arms[stratum == level])
    sum(allocated == 0L)
  }
)

cat(R.version.string, "\n", sep = "")
input <- file("stdin", "r")
while (length(line <- readLines(input, n = 1)) > 0) {
  request <- strsplit(line, " ")[[1]]
  data <- read_case_data(request[2], as.integer(request[3]))
  invisible(gc())
  clock <- Sys.time()
  answer <- tasks[[request[1]]](data$values, data$arms, as.integer(request[4]))
  seconds <- as.numeric(difftime(Sys.time(), clock, units = "secs"))
  cat(seconds, format(answer, digits = 17, scientific = TRUE), "\n")
  flush(stdout())
}
