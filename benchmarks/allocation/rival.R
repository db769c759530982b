# From a caseload to sample and allocation as `equipoise sample` and `equipoise allocate` make them for the part-payment trial,
# with data.table's fread and fwrite and base sampling: Rscript --vanilla rival.R CASELOAD FOLDER [TARGETS]
# TARGETS are six numbers with commas between them, where they are not those of the trial: three arms of 1993, then of 2003.
suppressPackageStartupMessages(library(data.table))
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[2]
set.seed(7)

arms <- c("pwc_first", "nrp_first", "control")
targets <- rbind("1993" = c(1772, 2015, 1800), "2003" = c(4134, 4703, 4200))
if (length(arguments) > 2) targets[] <- matrix(as.integer(strsplit(arguments[3], ",")[[1]]), 2, byrow = TRUE)
of_arm <- colSums(targets)
total <- sum(targets)
shuffle <- function(items) items[sample.int(length(items))]

text <- c("case_id", "nrp_id", "scheme", "system", "last_payment")
cases <- fread(arguments[1], colClasses = list(character = text), na.strings = "")
stopifnot(!anyDuplicated(cases$case_id), !anyNA(cases[, -"last_payment"]), cases$scheme %in% rownames(targets))

# Eligibility: every criterion that a case fails.
parents <- cases[, .(liable = sum(ongoing_liability)), by = nrp_id]
liable <- parents$liable[match(cases$nrp_id, parents$nrp_id)]
failed <- with(cases, list(
  arrears_only = ongoing_liability,
  no_linked_liability = liable - ongoing_liability > 0,
  on_cs2 = system != "cs2",
  owed_to_pwc = arrears_pwc < 0.01,
  none_owed_to_state = arrears_secretary_of_state > 0,
  no_recent_payment = !is.na(last_payment) & last_payment >= "2015-07-01" & last_payment <= "2015-10-01",
  no_other_trial = in_other_trial,
  no_welfare_concern = welfare_concern
))
reasons <- character(nrow(cases))
for (criterion in names(failed)) {
  rows <- which(failed[[criterion]])
  reasons[rows] <- paste0(reasons[rows], ifelse(reasons[rows] == "", "", " "), criterion)
}
eligible <- reasons == ""
fwrite(
  data.table(case = cases$case_id, eligible = ifelse(eligible, "true", "false"), reasons = reasons),
  file.path(folder, "02-eligibility.csv"), quote = FALSE
)

# The sample: as many of each stratum as its targets add up to, in byte order of id.
drawn <- unlist(lapply(rownames(targets), function(stratum) {
  sample(which(eligible & cases$scheme == stratum), sum(targets[stratum, ]))
}))
drawn <- drawn[order(cases$case_id[drawn], method = "radix")]
sampled <- cases[drawn, .(
  case = case_id, stratum = scheme, cluster = nrp_id, scheme,
  arrears_pwc_pence = as.integer(round(100 * arrears_pwc)), nrp_age, youngest_child_age,
  nrp_employed = ifelse(nrp_employed, "true", "false")
)]
fwrite(sampled, file.path(folder, "03-sample.csv"), quote = FALSE)

# The allocation: clusters of two or more cases first, by type and at the shares of the trial; single cases fill the targets.
allocated <- sampled[, .(case, stratum, cluster)]
allocated[, linked := .N > 1, by = cluster]
arm <- integer(total)
position <- integer(total)
left <- targets
clusters <- allocated[linked == TRUE, .(
  type = paste(table(factor(stratum, rownames(targets))), collapse = " ")
), by = cluster]
members <- split(seq_len(total), allocated$cluster)
for (type_name in unique(clusters$type)) {
  order <- shuffle(clusters$cluster[clusters$type == type_name])
  exact <- length(order) * of_arm / total
  counts <- floor(exact)
  spare <- length(order) - sum(counts)
  if (spare > 0) {
    more <- sample(length(arms), spare, prob = exact - counts)
    counts[more] <- counts[more] + 1
  }
  dealt <- rep(seq_along(arms), counts)
  for (place in seq_along(order)) {
    rows <- members[[order[place]]]
    arm[rows] <- dealt[place]
    position[rows] <- place
  }
  left <- left - outer(as.integer(strsplit(type_name, " ")[[1]]), counts)
}
for (stratum_name in rownames(targets)) {
  order <- shuffle(which(!allocated$linked & allocated$stratum == stratum_name))
  arm[order] <- rep(seq_along(arms), left[stratum_name, ])
  position[order] <- seq_along(order)
}

# The probability of a linked case is its arm's share; of a single case, what the target leaves on average.
singles <- table(factor(allocated$stratum[!allocated$linked], rownames(targets)))
row <- match(allocated$stratum, rownames(targets))
target <- targets[cbind(row, arm)]
single <- as.numeric(singles[row])
numerator <- ifelse(allocated$linked, of_arm[arm], target * total - of_arm[arm] * (rowSums(targets)[row] - single))
denominator <- ifelse(allocated$linked, total, single * total)
gcd <- function(a, b) {
  while (any(b > 0)) {
    rest <- ifelse(b > 0, a %% b, 0)
    a <- ifelse(b > 0, b, a)
    b <- rest
  }
  a
}
divisor <- gcd(numerator, denominator)
allocated <- allocated[, .(
  case, stratum, cluster, arm = arms[arm], probability = numerator / denominator,
  probability_numerator = numerator / divisor, probability_denominator = denominator / divisor,
  position, linked = ifelse(linked, "true", "false")
)]
fwrite(allocated, file.path(folder, "04-allocation.csv"), quote = FALSE)
