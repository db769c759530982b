# Writes tests/oracles/mpmath/r-errors.json: for each function that judges a row of the grids, R's worst relative error
# and what it could not do. From the root of the repository: Rscript scripts/numerics-r.R
# Base R only, so the grids' JSON (rows of [[arguments], "value"] by function) is read by regular expressions.

ours <- list(
  betaCdf = pbeta, betaQuantile = qbeta,
  betaUpperTail = function(x, a, b) pbeta(x, a, b, lower.tail = FALSE),
  binomialCdf = pbinom, binomialPmf = dbinom,
  binomialUpperTail = function(k, n, p) pbinom(k, n, p, lower.tail = FALSE),
  chiSquaredCdf = pchisq, chiSquaredQuantile = qchisq,
  chiSquaredUpperTail = function(x, df) pchisq(x, df, lower.tail = FALSE),
  chiSquaredUpperQuantile = function(p, df) qchisq(p, df, lower.tail = FALSE),
  fCdf = pf, fQuantile = qf, fUpperTail = function(x, a, b) pf(x, a, b, lower.tail = FALSE),
  hypergeometricCdf = function(k, N, m, n) phyper(k, m, N - m, n),
  hypergeometricPmf = function(k, N, m, n) dhyper(k, m, N - m, n),
  hypergeometricUpperTail = function(k, N, m, n) phyper(k, m, N - m, n, lower.tail = FALSE),
  normalCdf = pnorm, normalQuantile = qnorm, normalUpperTail = function(z) pnorm(z, lower.tail = FALSE),
  studentTCdf = pt, studentTQuantile = qt, studentTUpperTail = function(t, df) pt(t, df, lower.tail = FALSE),
  noncentralChiSquaredCdf = pchisq, noncentralTCdf = pt, noncentralFCdf = pf,
  noncentralChiSquaredUpperTail = function(x, df, ncp) pchisq(x, df, ncp, lower.tail = FALSE),
  noncentralTUpperTail = function(t, df, ncp) pt(t, df, ncp, lower.tail = FALSE),
  noncentralFUpperTail = function(x, a, b, ncp) pf(x, a, b, ncp, lower.tail = FALSE),
  studentisedRangeCdf = ptukey,
  studentisedRangeUpperTail = function(q, k, df) ptukey(q, k, df, lower.tail = FALSE),
  binomialQuantile = qbinom, poissonQuantile = qpois,
  hypergeometricQuantile = function(p, N, m, n) qhyper(p, m, N - m, n),
  binomialUpperQuantile = function(q, n, p) qbinom(q, n, p, lower.tail = FALSE),
  poissonUpperQuantile = function(p, mean) qpois(p, mean, lower.tail = FALSE),
  hypergeometricUpperQuantile = function(p, N, m, n) qhyper(p, m, N - m, n, lower.tail = FALSE)
)

read_rows <- function(text) {
  rows <- regmatches(text, gregexpr('\\[\\[[^][]*\\],"[^"]*"\\]', text))[[1]]
  lapply(rows, function(row) list(
    arguments = as.numeric(strsplit(gsub('"', '', sub('\\].*', '', sub('^\\[\\[', '', row))), ',')[[1]]),
    value = as.numeric(sub('.*"([^"]*)".*', '\\1', row))
  ))
}

record <- function(f, rows) {
  worst <- 0; worst_ordinary <- 0; failed <- 0
  for (row in rows) {
    truth <- row$value
    if (truth != 0 && abs(truth) < 1e-300) next
    got <- suppressWarnings(do.call(f, as.list(row$arguments)))
    error <- if (identical(got, truth)) 0 else abs(got / truth - 1)
    if (!is.finite(error) || (got == 0 && truth != 0)) { failed <- failed + 1; next }
    worst <- max(worst, error)
    if (abs(truth) >= 1e-10) worst_ordinary <- max(worst_ordinary, error)
  }
  list(ordinary = worst_ordinary, worst = worst, failed = failed)
}

rows <- list()
grids <- c('grid1', 'grid2', 'grid3', 'studentised-range', 'studentised', 'counts')
for (file in Filter(file.exists, file.path('tests/oracles/mpmath', paste0(grids, '.json')))) {
  text <- gsub('[[:space:]]+', '', paste(readLines(file), collapse = ''))
  for (part in regmatches(text, gregexpr('"[A-Za-z]+":\\[\\[.*?"\\]\\]', text, perl = TRUE))[[1]]) {
    key <- sub('^"([A-Za-z]*)".*', '\\1', part)
    if (!is.null(ours[[key]])) rows[[key]] <- c(rows[[key]], read_rows(part))
  }
}
entries <- vapply(sort(names(rows)), function(key) {
  r <- record(ours[[key]], rows[[key]])
  sprintf('  "%s": { "ordinary": %.1e, "worst": %.1e, "failed": %d }', key, r$ordinary, r$worst, r$failed)
}, '')
version <- paste(R.version$major, R.version$minor, sep = '.')
writeLines(c('{', sprintf('  "origin": "scripts/numerics-r.R",\n  "version": "%s",', version),
             paste(entries, collapse = ',\n'), '}'), 'tests/oracles/mpmath/r-errors.json')
