# Q as the residual sum of squares of a weighted regression on a constant: Rscript heterogeneity.R > heterogeneity.json
effects <- list(
  two = list(d = c(0.021, -0.004), se = c(0.008, 0.011)),
  equal = list(d = c(0.5, 0.5, 0.5), se = c(0.1, 0.2, 0.4)),
  uneven = list(d = c(12.5, -3.25, 0.75, 40), se = c(2, 0.5, 9, 15)),
  far = list(d = c(1e6, 1e6 + 3, 1e6 - 2), se = c(1, 2, 0.5)),
  pence = list(d = c(-1234.5, 2345.25, 150, -20, 990), se = c(700, 950.5, 420, 1300, 610))
)
set.seed(1954)
for (g in c(2, 3, 6, 9)) effects[[paste0("random_", g)]] <- list(d = rnorm(g), se = runif(g, 0.05, 2))
number <- function(x) sprintf("%.17g", x)
list_of <- function(x) paste0("[", paste(number(x), collapse = ", "), "]")
entries <- lapply(names(effects), function(name) {
  d <- effects[[name]]$d
  se <- effects[[name]]$se
  fit <- lm(d ~ 1, weights = 1 / se^2)
  q <- sum(weighted.residuals(fit)^2)
  f <- df.residual(fit)
  common <- summary(fit)$coefficients[1, ]
  # lm scales its standard error by the residual variance; the known variances do not.
  se_common <- common[["Std. Error"]] / summary(fit)$sigma
  sprintf(
    '  "%s": {\n    "d": %s,\n    "se": %s,\n    "q": %s, "df": %d, "p": %s,\n    "common": %s, "seCommon": %s\n  }',
    name, list_of(d), list_of(se), number(q), f, number(pchisq(q, f, lower.tail = FALSE)),
    number(coef(fit)[[1]]), ifelse(q > 1e-20, number(se_common), "null")
  )
})
cat(sprintf('{\n  "origin": "stats::lm and pchisq of R %s.%s, by heterogeneity.R",\n  "effects": {\n%s\n  }\n}\n',
  R.version$major, R.version$minor, paste(entries, collapse = ",\n")))
