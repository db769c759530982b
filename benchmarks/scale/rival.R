# The same sums and the same test by data.table and R: Rscript --vanilla rival.R CSV
suppressPackageStartupMessages(library(data.table))
cases <- fread(commandArgs(trailingOnly = TRUE)[1])
cells <- cases[, .(n = .N, payers = sum(paid), sum = sum(as.numeric(amount_pence)), squares = sum(as.numeric(amount_pence)^2)), by = .(arm, stratum)]
test <- kruskal.test(cases$amount_pence, factor(cases$arm))
cat(sprintf('{"total":"%.0f","statistic":%.15g}\n', sum(cells$sum), test$statistic))
