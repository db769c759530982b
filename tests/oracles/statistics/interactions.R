# Interactions of two factors on the difference scale: Rscript interactions.R > interactions.json
# Proportions: the coefficient and the standard error of a saturated binomial model with identity link. Means: those of a regression
# that weights every case by one over the variance of its cell; the degrees of freedom are Satterthwaite's sum over the cells.
number <- function(x) sprintf("%.17g", x)
list_of <- function(x) paste0("[", paste(number(x), collapse = ", "), "]")
# Cells: control, reminders, guides, both.
a <- c(0, 1, 0, 1)
b <- c(0, 0, 1, 1)
counts <- list(
  reminders = list(events = c(400, 460, 430, 450), n = c(2000, 2010, 1990, 2005)),
  rare = list(events = c(7, 9, 6, 19), n = c(1200, 1180, 1250, 1190)),
  small = list(events = c(2, 3, 4, 1), n = c(9, 7, 8, 5)),
  none = list(events = c(20, 30, 30, 40), n = c(100, 100, 100, 100))
)
proportions <- lapply(names(counts), function(name) {
  events <- counts[[name]]$events
  n <- counts[[name]]$n
  fit <- glm(cbind(events, n - events) ~ a * b, family = binomial(link = "identity"), start = c(mean(events / n), 0, 0, 0),
    control = glm.control(epsilon = 1e-13, maxit = 200))
  found <- summary(fit)$coefficients["a:b", ]
  sprintf('    "%s": { "events": %s, "n": %s, "estimate": %s, "standardError": %s, "p": %s }', name,
    list_of(events), list_of(n), number(found[[1]]), number(found[[2]]), number(found[[4]]))
})
set.seed(1503)
draw <- function(n, mean, sd) round(100 * pmax(0, rnorm(n, mean, sd)))
amounts <- list(
  even = list(draw(30, 20, 5), draw(30, 24, 5), draw(30, 22, 5), draw(30, 25, 5)),
  uneven = list(draw(12, 5, 9), draw(40, 9, 20), draw(25, 8, 2), draw(8, 15, 30))
)
means <- lapply(names(amounts), function(name) {
  cells <- amounts[[name]]
  sizes <- lengths(cells)
  s2 <- vapply(cells, var, 0)
  y <- unlist(cells)
  fit <- lm(y ~ rep(a, sizes) * rep(b, sizes), weights = rep(1 / s2, sizes))
  se <- sqrt(diag(summary(fit)$cov.unscaled))[[4]]
  v <- s2 / sizes
  f <- sum(v)^2 / sum(v^2 / (sizes - 1))
  t <- coef(fit)[[4]] / se
  q <- qt(0.975, f) * se
  values <- paste0("[", paste(vapply(cells, list_of, ""), collapse = ", "), "]")
  sprintf('    "%s": {\n      "values": %s,\n      "estimate": %s, "standardError": %s, "df": %s, "p": %s, "lower": %s, "upper": %s\n    }',
    name, values, number(coef(fit)[[4]]), number(se), number(f), number(2 * pt(-abs(t), f)),
    number(coef(fit)[[4]] - q), number(coef(fit)[[4]] + q))
})
cat(sprintf('{\n  "origin": "stats::glm, lm and pt of R %s.%s, by interactions.R",\n  "proportions": {\n%s\n  },\n  "means": {\n%s\n  }\n}\n',
  R.version$major, R.version$minor, paste(proportions, collapse = ",\n"), paste(means, collapse = ",\n")))
