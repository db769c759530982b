# Adjusted P values of R's p.adjust: Rscript adjusted-p.R > adjusted-p.json
families <- list(
  one = 0.03,
  two = c(0.1234, 0.171),
  tied = c(0.02, 0.02, 0.02, 0.5),
  ends = c(0, 1, 1e-300, 0.5),
  unsorted = c(0.04, 0.001, 0.03, 0.2, 0.012, 0.049),
  close = c(0.0101, 0.0251, 0.0252, 0.0253, 0.049, 0.05, 0.051),
  small = c(1e-18, 3e-12, 2e-7, 0.011, 0.9)
)
methods <- c(bonferroni = "bonferroni", holm = "holm", hochberg = "hochberg", hommel = "hommel",
  "benjamini-hochberg" = "BH", "benjamini-yekutieli" = "BY")
set.seed(11)
for (n in c(3, 8, 15, 40)) families[[paste0("random_", n)]] <- runif(n)^2
number <- function(x) sprintf("%.17g", x)
list_of <- function(x) paste0("[", paste(number(x), collapse = ", "), "]")
entries <- lapply(names(families), function(name) {
  p <- families[[name]]
  adjusted <- sapply(names(methods), function(m) sprintf('      "%s": %s', m, list_of(p.adjust(p, methods[[m]]))))
  sprintf('  "%s": {\n    "p": %s,\n    "adjusted": {\n%s\n    }\n  }', name, list_of(p), paste(adjusted, collapse = ",\n"))
})
cat(sprintf('{\n  "origin": "stats::p.adjust of R %s.%s, by adjusted-p.R",\n  "families": {\n%s\n  }\n}\n',
  R.version$major, R.version$minor, paste(entries, collapse = ",\n")))
