# Makes balance.json: balance of arms at baseline, and sample ratios, by base R (var, cov.wt, mahalanobis, manova, lm,
# chisq.test, dmultinom). Run with: Rscript balance.R > balance.json
options(digits = 17)
seed <- 12345
draw <- function(n, below) { # Lehmer generator, so that the rows do not depend on R's own
  out <- integer(n)
  for (i in seq_len(n)) { seed <<- (seed * 16807) %% 2147483647; out[i] <- floor(seed / 2147483647 * below) }
  out
}
n <- 120
rows <- data.frame(id = sprintf("c%03d", 1:n), stratum = ifelse(1:n <= 48, "north", "south"))
rows$arm <- c("control", "letter", "call")[draw(n, 3) + 1]
rows$age <- 25 + draw(n, 40)
rows$debt <- 1000 + draw(n, 90000)
rows$employed <- ifelse(draw(n, 10) == 0, NA, draw(n, 2) == 1)
rows$tenure <- ifelse(draw(n, 12) == 0, NA, c("rent", "own", "other")[draw(n, 3) + 1])
rows$since <- as.character(as.Date("2014-03-01") + ifelse(draw(n, 9) == 0, NA, draw(n, 400)))
# Chances as numerator / 120 by stratum, so that weights differ within an arm.
chances <- list(north = c(control = 30, letter = 40, call = 50), south = c(control = 60, letter = 36, call = 24))
rows$chance <- mapply(function(s, a) chances[[s]][[a]], rows$stratum, rows$arm)
arms <- c("control", "letter", "call")
pairs <- list(c("letter", "control"), c("call", "control"), c("letter", "call"))

covariates <- list(age = rows$age, debt = rows$debt, "employed:true" = as.numeric(rows$employed),
  "employed (missing)" = as.numeric(is.na(rows$employed)))
for (level in c("rent", "own", "other")) covariates[[paste0("tenure:", level)]] <- as.numeric(rows$tenure == level)
covariates[["tenure (missing)"]] <- as.numeric(is.na(rows$tenure))
covariates[["since"]] <- as.numeric(as.Date(rows$since))
covariates[["since (missing)"]] <- as.numeric(is.na(rows$since))
numeric_terms <- c("age", "debt", "since")

spread <- function(term, x, w) {
  if (term %in% numeric_terms) {
    fit <- cov.wt(matrix(x), wt = w / sum(w), method = "unbiased")
    list(mean = fit$center, variance = fit$cov[1, 1])
  } else { p <- weighted.mean(x, w); list(mean = p, variance = p * (1 - p)) }
}
views <- function(term, weighted) {
  x <- covariates[[term]]
  of <- function(arm, w) { at <- rows$arm == arm & !is.na(x); spread(term, x[at], w[at]) }
  ones <- rep(1, n)
  weights <- if (weighted) 120 / rows$chance else ones
  list(
    arms = lapply(arms, function(a) c(of(a, weights), n = sum(rows$arm == a & !is.na(x)))),
    contrasts = lapply(pairs, function(p) {
      a <- of(p[1], weights); b <- of(p[2], weights)
      pooled <- sqrt((of(p[1], ones)$variance + of(p[2], ones)$variance) / 2)
      list(difference = a$mean - b$mean, standardised = (a$mean - b$mean) / pooled,
        ratio = if (term %in% numeric_terms) a$variance / b$variance else NULL)
    }))
}

# The omnibus statistic: the columns without one level of tenure, missing ones replaced by the mean, as residuals from
# strata; Pillai's trace of the arms in them times the degrees of freedom within strata is the sum over arms.
design <- sapply(setdiff(names(covariates), "tenure:other"), function(term) {
  x <- covariates[[term]]; x[is.na(x)] <- mean(x, na.rm = TRUE); x })
residuals <- apply(design, 2, function(x) resid(lm(x ~ stratum, rows)))
pillai <- summary(manova(residuals ~ rows$arm), test = "Pillai")$stats[1, "Pillai"]
# With two arms and without strata it is Mahalanobis's squared distance.
two <- rows$arm != "call"
m <- function(arm) colMeans(design[rows$arm == arm, ])
counts <- table(rows$arm)[c("letter", "control")]
mahal <- mahalanobis(m("letter"), m("control"), cov(design[two, ])) * prod(counts) / sum(counts)

# Exact multinomial P of Pearson's statistic, and the same for cases dealt without replacement.
vectors <- function(size) subset(expand.grid(a = 0:size, b = 0:size), a + b <= size)
exact <- function(observed, p, mass) {
  size <- sum(observed); v <- vectors(size); v <- as.matrix(cbind(v, c = size - v$a - v$b))
  x2 <- function(o) sum((o - size * p)^2 / (size * p))
  probability <- apply(v, 1, mass); statistic <- apply(v, 1, x2)
  list(observed = observed, statistic = x2(observed), p = sum(probability[statistic >= x2(observed) - 1e-9]))
}
p3 <- c(0.5, 0.3, 0.2)
multinomial <- exact(c(9, 9, 2), p3, function(o) dmultinom(o, prob = p3))
places <- c(30, 18, 12) # 60 cases, of which a batch of 20
hypergeometric <- exact(c(9, 9, 2), p3, function(o) prod(choose(places, o)) / choose(60, 20))
large <- chisq.test(c(5050, 2900, 2100), p = p3)

json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x)) {
    body <- if (is.null(names(x))) sapply(x, json) else paste0('"', names(x), '":', sapply(x, json))
    return(paste0(if (is.null(names(x))) "[" else "{", paste(body, collapse = ","), if (is.null(names(x))) "]" else "}"))
  }
  one <- function(v) if (is.na(v)) "null" else if (is.character(v)) paste0('"', v, '"') else if (is.logical(v)) tolower(v) else format(v, digits = 17)
  text <- sapply(unname(x), one)
  if (length(text) == 1) text else paste0("[", paste(text, collapse = ","), "]")
}
terms <- setNames(names(covariates), names(covariates))
cat(json(list(
  made = paste("balance.R with", R.version.string),
  rows = lapply(seq_len(n), function(i) as.list(rows[i, ])),
  unweighted = lapply(terms, views, weighted = FALSE), weighted = lapply(terms, views, weighted = TRUE),
  omnibus = list(withinStrata = pillai * (n - 2), mahalanobis = mahal, columns = colnames(design)),
  ratios = list(multinomial = multinomial, hypergeometric = hypergeometric,
    large = list(statistic = unname(large$statistic), p = large$p.value)))), "\n", sep = "")
