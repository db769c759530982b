# Reference values of group-sequential designs for tests/oracles/design/sequential.json: rpact, and mvtnorm's multivariate normal.
#   Rscript tests/oracles/design/sequential.R > tests/oracles/design/sequential.json
suppressPackageStartupMessages({ library(rpact); library(mvtnorm) })
number <- function(x) if (is.infinite(x)) sprintf('"%s"', x) else sprintf("%.15g", x)
field <- function(x) if (length(x) == 1 && is.na(x)) "null" else if (is.character(x)) sprintf('"%s"', x) else if (is.logical(x)) tolower(x) else if (length(x) > 1) paste0("[", paste(sapply(x, number), collapse = ","), "]") else number(x)
rows <- c()
add <- function(kind, ...) { given <- list(...)
  rows <<- c(rows, sprintf('    {"kind":"%s",%s}', kind, paste0('"', names(given), '":', vapply(given, field, ""), collapse = ","))) }

spacings <- list((1:2)/2, (1:3)/3, (1:5)/5, (1:10)/10, c(0.1, 0.2, 0.9, 1), c(0.3, 0.55, 1), c(0.02, 0.7, 1))
kinds <- list(list("OF"), list("P"), list("WT", deltaWT = 0.25), list("WT", deltaWT = 0.1), list("asOF"), list("asP"),
              list("asKD", gammaA = 3), list("asKD", gammaA = 1.5), list("asHSD", gammaA = -4), list("asHSD", gammaA = 2))
for (kind in kinds) for (shares in spacings) for (sides in 1:2) for (alpha in c(0.05, 0.005)) {
  if (length(shares) > 5 && alpha != 0.05) next
  design <- do.call(getDesignGroupSequential, c(list(typeOfDesign = kind[[1]], sided = sides, alpha = alpha, informationRates = shares, tolerance = 1e-10), kind[-1]))
  add("boundaries", type = kind[[1]], parameter = if (length(kind) > 1) kind[[2]] else NA, sides = sides, alpha = alpha, shares = shares, z = design$criticalValues)
}

# Twenty looks, where rpact's own error is above 1e-6: the same recursion by Simpson's rule on a fine grid, of R alone.
points <- 1201
simpson <- c(1, rep(c(4, 2), (points - 3) / 2), 4, 1) / 3
after <- function(state, from, to, lower, upper) {
  scores <- seq(lower * sqrt(to), upper * sqrt(to), length.out = points)
  density <- vapply(scores, function(s) sum(state$mass * dnorm(s, state$score, sqrt(to - from))), 0)
  list(score = scores, mass = density * simpson * (scores[2] - scores[1]))
}
crossing <- function(state, from, to, z) sum(state$mass * pnorm(z * sqrt(to), state$score, sqrt(to - from), lower = FALSE))
walk <- function(shares, sides, boundary) {
  state <- list(score = 0, mass = 1); from <- 0; zs <- c(); crossed <- c()
  for (k in seq_along(shares)) {
    z <- boundary(k, function(z) crossing(state, from, shares[k], z))
    zs <- c(zs, z); crossed <- c(crossed, crossing(state, from, shares[k], z))
    state <- after(state, from, shares[k], if (sides == 2) -z else -9, min(z, 9)); from <- shares[k]
  }
  list(z = zs, crossed = sum(crossed))
}
twenty <- (1:20) / 20
spent <- list(asOF = function(t, a) 2 * pnorm(qnorm(a / 2, lower = FALSE) / sqrt(t), lower = FALSE), asP = function(t, a) a * log(1 + (exp(1) - 1) * t),
              asKD = function(t, a) a * t^3, asHSD = function(t, a) a * (1 - exp(4 * t)) / (1 - exp(4)))
for (sides in 1:2) for (type in names(spent)) {
  steps <- diff(c(0, spent[[type]](twenty, 0.05 / sides)))
  found <- walk(twenty, sides, function(k, above) if (above(9) > steps[k]) 9 else uniroot(function(z) above(z) - steps[k], c(0, 9), tol = 1e-12)$root)
  add("many", type = type, parameter = list(asOF = NA, asP = NA, asKD = 3, asHSD = -4)[[type]], sides = sides, alpha = 0.05, shares = twenty, z = found$z)
}
for (sides in 1:2) for (type in c("OF", "P")) {
  shape <- function(k, constant) constant * twenty[k]^(if (type == "OF") -0.5 else 0)
  constant <- uniroot(function(constant) walk(twenty, sides, function(k, above) shape(k, constant))$crossed - 0.05 / sides, c(1.6, 3), tol = 1e-9)$root
  add("many", type = type, parameter = NA, sides = sides, alpha = 0.05, shares = twenty, z = shape(1:20, constant))
}

# Futility, with the inflation that keeps the power and what the design does under it.
rules <- list(list("asOF", "bsOF"), list("asOF", "bsP"), list("asP", "bsP"), list("asKD", "bsKD", gammaA = 2, gammaB = 3), list("asHSD", "bsHSD", gammaA = -4, gammaB = -2))
for (rule in rules) for (shares in spacings[c(1:3, 5, 6)]) for (binding in c(TRUE, FALSE)) for (beta in c(0.2, 0.1)) {
  design <- do.call(getDesignGroupSequential, c(list(typeOfDesign = rule[[1]], typeBetaSpending = rule[[2]], bindingFutility = binding, sided = 1, alpha = 0.025, beta = beta, informationRates = shares, tolerance = 1e-10), rule[-(1:2)]))
  characteristics <- getDesignCharacteristics(design)
  add("futility", type = rule[[1]], parameter = if (length(rule) > 2) rule[[3]] else NA, betaType = rule[[2]], betaParameter = if (length(rule) > 2) rule[[4]] else NA,
      binding = binding, alpha = 0.025, beta = beta, shares = shares, z = design$criticalValues, futility = design$futilityBounds,
      drift = sqrt(characteristics$shift), inflation = characteristics$inflationFactor,
      efficacyChances = as.vector(characteristics$rejectionProbabilities), futilityChances = as.vector(characteristics$futilityProbabilities),
      expected = characteristics$averageSampleNumber1, expectedUnderNone = characteristics$averageSampleNumber0)
}

# Without futility: inflation and chances under an effect. The chances are mvtnorm's, by Miwa's exact method.
chances <- function(lower, upper, shares, drift) {
  sapply(seq_along(shares), function(k) { R <- outer(shares[1:k], shares[1:k], function(a, b) sqrt(pmin(a, b) / pmax(a, b)))
    low <- if (k > 1) lower[1:(k - 1)] else c(); up <- if (k > 1) upper[1:(k - 1)] else c()
    if (k == 1) pnorm(upper[1], drift * sqrt(shares[1]), lower = FALSE)
    else pmvnorm(c(low, upper[k]), c(up, Inf), mean = drift * sqrt(shares[1:k]), corr = R, algorithm = Miwa(steps = 2048))[1] }) }
for (kind in kinds) for (shares in spacings[c(1, 2, 3, 5)]) {
  design <- do.call(getDesignGroupSequential, c(list(typeOfDesign = kind[[1]], sided = 2, alpha = 0.05, beta = 0.1, informationRates = shares, tolerance = 1e-10), kind[-1]))
  drift <- sqrt(getDesignCharacteristics(design)$shift)
  add("inflation", type = kind[[1]], parameter = if (length(kind) > 1) kind[[2]] else NA, shares = shares, drift = drift, inflation = getDesignCharacteristics(design)$inflationFactor,
      above = if (length(shares) <= 4) chances(-design$criticalValues, design$criticalValues, shares, drift) else NA)
}

# Conditional power by mvtnorm: given Z at a look, later scores are a random walk with drift.
conditional <- function(z, lower, upper, shares, look, drift) {
  later <- (look + 1):length(shares); t <- shares[later] - shares[look]; s <- z * sqrt(shares[look])
  total <- 0
  for (k in seq_along(later)) { R <- outer(t[1:k], t[1:k], function(a, b) sqrt(pmin(a, b) / pmax(a, b)))
    unit <- function(b) (b * sqrt(shares[later[1:k]]) - s) / sqrt(t[1:k])
    low <- unit(lower[later[1:k]]); up <- unit(upper[later[1:k]]); m <- drift * sqrt(t[1:k])
    for (side in 1:2) { from <- low; to <- up
      if (side == 1) { from[k] <- up[k]; to[k] <- Inf } else { from[k] <- -Inf; to[k] <- low[k] }
      total <- total + if (k == 1) pnorm(to, m) - pnorm(from, m) else pmvnorm(from, to, mean = m, corr = R, algorithm = Miwa(steps = 2048))[1] } }
  total }
for (shares in spacings[c(1, 2, 5)]) for (z in c(-0.4, 1.1, 2.2)) for (drift in c(0, 2.8)) for (look in 1:(length(shares) - 1)) {
  design <- getDesignGroupSequential(typeOfDesign = "asP", sided = 2, alpha = 0.05, informationRates = shares, tolerance = 1e-10)
  c <- design$criticalValues
  add("conditional", shares = shares, look = look, z = z, drift = drift, power = conditional(z, -c, c, shares, look, drift))
}

# P, limits and median-unbiased estimate after the stop, one-sided 0.025 with limits of 95%: log ranks are Z, and a quarter of the events the information.
final <- function(design, shares, z) {
  events <- 1200 * shares[seq_along(z)]
  data <- if (length(z) == 1) getDataset(cumulativeEvents = events, cumulativeLogRanks = z, cumulativeAllocationRatios = 1)
          else getDataset(cumulativeEvents = events, cumulativeLogRanks = z, cumulativeAllocationRatios = rep(1, length(z)))
  results <- getStageResults(design, data, thetaH0 = 1, stage = length(z))
  interval <- suppressWarnings(getFinalConfidenceInterval(design, data, thetaH0 = 1, tolerance = 1e-11))
  c(suppressWarnings(getFinalPValue(results))$pFinal, log(c(interval$finalConfidenceInterval, interval$medianUnbiased)) * sqrt(300))
}
for (type in c("asOF", "asP", "P", "OF")) for (one in list(list((1:3)/3, c(0.3, 2.9)), list((1:3)/3, c(1, 1.4, 1.7)), list((1:3)/3, c(1, 1.4, 2.4)), list((1:2)/2, c(3.4)),
    list(c(0.3, 0.55, 1), c(0.2, 2.9)), list((1:5)/5, c(0.1, 1.2, 1, 1.9, 2.2)))) {
  design <- getDesignGroupSequential(typeOfDesign = type, sided = 1, alpha = 0.025, informationRates = one[[1]], tolerance = 1e-10)
  values <- final(design, one[[1]], one[[2]])
  add("final", type = type, parameter = NA, shares = one[[1]], look = length(one[[2]]), z = one[[2]][length(one[[2]])], p = values[1], lower = values[2], upper = values[3], estimate = values[4])
}
cat('{\n  "origin": "tests/oracles/design/sequential.R, ', R.version.string, ", rpact ", as.character(packageVersion("rpact")), ", mvtnorm ", as.character(packageVersion("mvtnorm")), '",\n  "cases": [\n', paste(rows, collapse = ",\n"), "\n  ]\n}\n", sep = "")
