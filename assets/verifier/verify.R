# Derives the allocation of a trial anew and compares it, case by case, with 04-allocation.csv.
#
#     Rscript 04-verify.R
#
# It reads 03-sample.csv and 04-allocation.csv in its own folder (in an R session: in the working folder), and needs
# R 4.0 or later with the package digest. It was written from the description of the algorithm,
# docs/allocation-algorithm.md, and shares no code with Equipoise, which drew the allocation: whoever doubts that needs to
# believe neither. The numbers in RUN are those of the trial's protocol and of the manifest 04-allocation.json: compare
# them with what was published before the draw.
#
# Exit status: 0 where every arm agrees, 1 where anything differs, 2 where it could not be checked.

# equipoise export-verifier puts the numbers of a run here.
RUN <- NULL

SHOWN <- 20

# Nothing can be said of the allocation; the message says what to do.
cannot_check <- function(...) stop(paste0(...), call. = FALSE)

# No allocation follows from the sample and the numbers of the run.
cannot_derive <- function(problems) {
  message <- paste(problems, collapse = "; ")
  stop(structure(class = c("cannot_derive", "error", "condition"), list(message = message, call = NULL)))
}

# ---- Random integers: section 1 of docs/allocation-algorithm.md

sha256 <- function(bytes) digest::digest(bytes, algo = "sha256", serialize = FALSE)

# A text as JSON writes it, with nothing escaped but what must be.
json_text <- function(text) {
  codes <- utf8ToInt(enc2utf8(text))
  pieces <- vapply(codes, intToUtf8, "")
  control <- codes < 32
  pieces[control] <- sprintf("\\u%04x", codes[control])
  short <- match(codes, c(8, 9, 10, 12, 13, 34, 92))
  pieces[!is.na(short)] <- c("\\b", "\\t", "\\n", "\\f", "\\r", "\\\"", "\\\\")[short[!is.na(short)]]
  paste0("\"", paste(pieces, collapse = ""), "\"")
}

# The places of texts in the order of UTF-16.
utf16_order <- function(texts) {
  codes <- vapply(iconv(enc2utf8(texts), "UTF-8", "UTF-16BE", toRaw = TRUE), paste, "", collapse = "")
  order(codes, method = "radix")
}

# An object of JSON from its keys and the texts of its values: keys in the order of UTF-16, no white space.
json_object <- function(keys, values) {
  members <- paste0(vapply(keys, json_text, ""), ":", values)
  paste0("{", paste(members[utf16_order(keys)], collapse = ","), "}")
}

# Words of ARC4, keyed with the SHA-256 of the stream's name in hexadecimal. Gives a function below(limit): an even
# integer from 0 to limit - 1, by rejection. Words are doubles, which hold them exactly.
new_stream <- function(name) {
  secret <- as.integer(charToRaw(sha256(charToRaw(name))))
  state <- 0:255
  j <- 0L
  for (i in 0:255) {
    held <- state[i + 1L]
    j <- (j + held + secret[i %% length(secret) + 1L]) %% 256L
    state[i + 1L] <- state[j + 1L]
    state[j + 1L] <- held
  }
  at_i <- 0L
  at_j <- 0L

  # Works on local copies, which a loop may change in place.
  next_bytes <- function(count) {
    s <- state
    i <- at_i
    j <- at_j
    bytes <- integer(count)
    for (place in seq_len(count)) {
      i <- (i + 1L) %% 256L
      x <- s[i + 1L]
      j <- (j + x) %% 256L
      y <- s[j + 1L]
      s[i + 1L] <- y
      s[j + 1L] <- x
      bytes[place] <- s[(x + y) %% 256L + 1L]
    }
    state <<- s
    at_i <<- i
    at_j <<- j
    bytes
  }
  next_bytes(256L)

  words <- numeric(0)
  used <- 0L
  next_word <- function() {
    if (used == length(words)) {
      words <<- colSums(matrix(next_bytes(1024L), nrow = 4) * c(2^24, 2^16, 2^8, 1))
      used <<- 0L
    }
    used <<- used + 1L
    words[used]
  }

  function(limit) {
    accepted <- 2^32 - 2^32 %% limit
    repeat {
      word <- next_word()
      if (word < accepted) return(word %% limit)
    }
  }
}

# The streams of a seed, by purpose and stratum.
streams_of <- function(seed) function(purpose, stratum) {
  texts <- vapply(c(purpose, seed, stratum), json_text, "")
  new_stream(json_object(c("purpose", "seed", "stratum", "version"), c(texts, "1")))
}

# Fisher-Yates from the last place: where in the list each place of the shuffled list comes from.
shuffle <- function(count, below) {
  from <- seq_len(count)
  for (last in rev(seq_len(count)[-1])) {
    chosen <- below(last) + 1
    held <- from[last]
    from[last] <- from[chosen]
    from[chosen] <- held
  }
  from
}

# ---- What the methods share

# Whole numbers as text, of any size that a double holds exactly.
whole <- function(number) sprintf("%.0f", number)

# A ratio of whole numbers in lowest terms, c(numerator, denominator).
ratio <- function(numerator, denominator) {
  if (max(abs(numerator), denominator) >= 2^53) cannot_check("The numbers are too large for R: use 04-verify.py.")
  a <- abs(numerator)
  b <- denominator
  while (b > 0) {
    rest <- a %% b
    a <- b
    b <- rest
  }
  c(numerator, denominator) / a
}

# Numbers of units for each share: rounded down, and what is then left over drawn by systematic selection.
complete_counts <- function(units, shares, below) {
  total <- sum(shares)
  remainders <- (units * shares) %% total
  counts <- (units * shares - remainders) / total
  arms <- shuffle(length(shares), below)
  point <- below(total)
  reached <- 0
  for (arm in arms) {
    reached <- reached + remainders[arm]
    if (reached > point) {
      counts[arm] <- counts[arm] + 1
      point <- point + total
    }
  }
  counts
}

# An allocation with nothing filled in yet; `arm` is an index of the design's arms.
empty_allocation <- function(cases) {
  list(
    arm = integer(cases), numerator = numeric(cases), denominator = numeric(cases),
    position = numeric(cases), linked = logical(cases)
  )
}

# Puts cases (rows of the sample) into an arm, each with its position, and all with the probability c(numerator, denominator).
place <- function(allocation, rows, arm, probability, positions, linked) {
  allocation$arm[rows] <- arm
  allocation$numerator[rows] <- probability[1]
  allocation$denominator[rows] <- probability[2]
  allocation$position[rows] <- positions
  allocation$linked[rows] <- linked
  allocation
}

WHOLE_SAMPLE <- "all"

# Lists of the rows that share a cluster, in the order of their first rows.
units_of <- function(sample, rows = seq_len(nrow(sample))) {
  cluster <- sample$cluster[rows]
  unname(split(rows, match(cluster, unique(cluster))))
}

# The units of every stratum, by name, in the order of the strata's names.
units_by_stratum <- function(sample) {
  pairs <- unique(sample[c("cluster", "stratum")])
  torn <- pairs$cluster[duplicated(pairs$cluster)]
  if (length(torn) > 0) cannot_derive(paste0("the cases of cluster \"", torn[1], "\" lie in several strata"))
  strata <- unique(sample$stratum)
  strata <- strata[utf16_order(strata)]
  units <- lapply(strata, function(name) units_of(sample, which(sample$stratum == name)))
  names(units) <- strata
  units
}

weights_of <- function(design) unlist(design$ratio)[design$arms]

# Each arm's share of the weights: a column of numerator and denominator for every arm.
share_ratios <- function(weights) vapply(weights, function(weight) ratio(weight, sum(weights)), numeric(2))

# Puts units into arms; `probabilities` has a column for every unit.
place_units <- function(allocation, units, arm, probabilities, positions) {
  rows <- unlist(units)
  each <- rep(seq_along(units), lengths(units))
  allocation$arm[rows] <- arm[each]
  allocation$numerator[rows] <- probabilities[1, each]
  allocation$denominator[rows] <- probabilities[2, each]
  allocation$position[rows] <- positions[each]
  allocation$linked[rows] <- lengths(units)[each] > 1
  allocation
}

# Deals a shuffled list of units: the first counts[1] to arm 1, the next to arm 2, and so on.
deal_units <- function(allocation, units, counts, shares) {
  arm <- rep(seq_along(counts), counts)
  place_units(allocation, units, arm, shares[, arm, drop = FALSE], seq_along(units))
}

# Baseline values of rows as they are written.
cells <- function(sample, rows, field, design) sample[[design$fields[[field]]$column]][rows]

# Baseline values of rows as whole numbers: pence, integers, 1 for true, days of dates; missing ones are NA.
numbers <- function(sample, rows, field, design) {
  texts <- cells(sample, rows, field, design)
  switch(design$fields[[field]]$type,
    boolean = match(texts, c("false", "true")) - 1,
    date = as.numeric(as.Date(ifelse(texts == "", NA, texts))),
    suppressWarnings(as.numeric(texts))
  )
}

known_numbers <- function(sample, rows, field, design) {
  values <- numbers(sample, rows, field, design)
  if (anyNA(values)) cannot_derive(paste0(
    "case ", sample$case[rows][is.na(values)][1], " has \"", cells(sample, rows, field, design)[is.na(values)][1],
    "\" as its ", field
  ))
  values
}

# Units by baseline values of their first cases, missing ones first; in a random order where the protocol names no fields.
order_of_arrival <- function(sample, units, design, below) {
  if (is.null(design$order_by)) return(units[shuffle(length(units), below)])
  first <- vapply(units, function(rows) rows[1], 1L)
  keys <- lapply(design$order_by, function(field) {
    if (design$fields[[field]]$type != "category") return(numbers(sample, first, field, design))
    texts <- cells(sample, first, field, design)
    known <- unique(texts)
    match(texts, known[utf16_order(known)])
  })
  units[do.call(order, c(unname(keys), list(na.last = FALSE, method = "radix")))]
}

# ---- Methods of allocation: each gives an allocation of the rows of a sample in order of id

# Section 3: fixed counts in every stratum, linked clusters dealt first. design: arms, targets[[stratum]][[arm]].
fixed_counts <- function(sample, design, stream_for) {
  arms <- design$arms
  strata <- names(design$targets)
  targets <- matrix(unlist(lapply(design$targets, function(row) row[arms])), nrow = length(strata), byrow = TRUE)
  of_arm <- colSums(targets)
  total <- sum(of_arm)
  check_sizes(sample, strata, targets)

  stratum <- match(sample$stratum, strata)
  cluster <- match(sample$cluster, unique(sample$cluster))
  linked <- tabulate(cluster)[cluster] > 1
  # In the order of their first cases, as `cluster` is numbered so.
  clusters <- split(which(linked), cluster[linked])
  sizes <- vapply(clusters, function(rows) as.numeric(tabulate(stratum[rows], length(strata))), numeric(length(strata)))
  sizes <- matrix(sizes, nrow = length(strata))
  groups <- split(seq_along(clusters), vapply(seq_along(clusters), function(k) paste(sizes[, k], collapse = " "), ""))
  check_room(groups, sizes, arms, strata, targets)

  allocation <- empty_allocation(nrow(sample))
  left <- targets
  for (group in groups) {
    size <- sizes[, group[1]]
    below <- stream_for("linked", json_object(strata[size > 0], whole(size[size > 0])))
    counts <- complete_counts(length(group), of_arm, below)
    dealt <- group[shuffle(length(group), below)]
    arm <- rep(seq_along(arms), counts)
    for (a in unique(arm)) {
      members <- clusters[dealt[arm == a]]
      positions <- rep(which(arm == a), lengths(members))
      allocation <- place(allocation, unlist(members), a, ratio(of_arm[a], total), positions, TRUE)
    }
    left <- left - outer(size, counts)
  }

  for (s in seq_along(strata)) {
    cases <- which(!linked & stratum == s)
    dealt <- cases[shuffle(length(cases), stream_for("single", strata[s]))]
    arm <- rep(seq_along(arms), left[s, ])
    linked_cases <- sum(targets[s, ]) - length(cases)
    for (a in unique(arm)) {
      expected <- ratio(targets[s, a] * total - of_arm[a] * linked_cases, length(cases) * total)
      allocation <- place(allocation, dealt[arm == a], a, expected, which(arm == a), FALSE)
    }
  }
  allocation
}

check_sizes <- function(sample, strata, targets) {
  every <- sort(unique(c(sample$stratum, strata)), method = "radix")
  sampled <- tabulate(match(sample$stratum, every), length(every))
  wanted <- rowSums(targets)[match(every, strata)]
  wanted[is.na(wanted)] <- 0
  wrong <- sampled != wanted
  if (any(wrong)) cannot_derive(paste0(
    "stratum \"", every, "\" has ", sampled, " cases in 03-sample.csv, and targets for ", whole(wanted)
  )[wrong])
}

# A design in which some draw gives an arm more linked cases than its target is refused, whatever the draw.
check_room <- function(groups, sizes, arms, strata, targets) {
  of_arm <- colSums(targets)
  most <- 0 * targets
  for (group in groups) most <- most + outer(sizes[, group[1]], ceiling(length(group) * of_arm / sum(of_arm)))
  problems <- character(0)
  for (s in seq_along(strata)) for (a in seq_along(arms)) if (most[s, a] > targets[s, a]) {
    problems <- c(problems, paste0(
      "stratum \"", strata[s], "\" can get ", whole(most[s, a]), " linked cases in arm ", arms[a],
      ", above its target of ", whole(targets[s, a])
    ))
  }
  if (length(problems) > 0) cannot_derive(problems)
}

# Section 6: exact numbers of units in the whole sample. design: arms, ratio[[arm]].
complete <- function(sample, design, stream_for) {
  weights <- weights_of(design)
  units <- units_of(sample)
  below <- stream_for("complete", WHOLE_SAMPLE)
  counts <- complete_counts(length(units), weights, below)
  deal_units(empty_allocation(nrow(sample)), units[shuffle(length(units), below)], counts, share_ratios(weights))
}

# Section 6: every stratum at the ratio. design: arms, ratio[[arm]], misfits.
stratified <- function(sample, design, stream_for) {
  weights <- weights_of(design)
  shares <- share_ratios(weights)
  strata <- units_by_stratum(sample)
  counts <- if (design$misfits == "independent") {
    lapply(names(strata), function(name) {
      complete_counts(length(strata[[name]]), weights, stream_for("stratified counts", name))
    })
  } else {
    balanced <- balanced_counts(lengths(strata), weights, stream_for("stratified counts", WHOLE_SAMPLE))
    lapply(seq_along(strata), function(s) balanced[s, ])
  }
  allocation <- empty_allocation(nrow(sample))
  for (s in seq_along(strata)) {
    units <- strata[[s]]
    order <- shuffle(length(units), stream_for("stratified", names(strata)[s]))
    allocation <- deal_units(allocation, units[order], counts[[s]], shares)
  }
  allocation
}

# Numbers of units of each row for each share: they, the rows and the columns rounded down or up, means exact.
balanced_counts <- function(units, shares, below) {
  total <- sum(shares)
  rows <- shuffle(length(units), below)
  columns <- shuffle(length(shares), below)
  expected <- outer(unname(units)[rows], unname(shares)[columns])
  parts <- expected %% total
  parts <- rbind(parts, -colSums(parts) %% total)
  first <- 1
  while (first <= nrow(parts)) {
    cycle <- cycle_from(parts, first, total)
    if (is.null(cycle)) {
      first <- first + 1
      next
    }
    sign <- rep_len(c(1, -1), nrow(cycle))
    up <- min(ifelse(sign > 0, total - parts[cycle], parts[cycle]))
    down <- min(ifelse(sign > 0, parts[cycle], total - parts[cycle]))
    shift <- if (below(up + down) < down) up else -down
    parts[cycle] <- parts[cycle] + sign * shift
  }
  counts <- matrix(0, length(units), length(shares))
  counts[rows, columns] <- expected %/% total + parts[seq_along(units), , drop = FALSE] %/% total
  counts
}

# Open parts, by turns in one row and in one column: a walk from row `first`, cut where it meets itself.
cycle_from <- function(parts, first, total) {
  open <- parts > 0 & parts < total
  other_column <- function(r, left) setdiff(which(open[r, ]), left)[1]
  other_row <- function(c, left) {
    rows <- setdiff(which(open[, c]), left)
    rows[rows >= first][1]
  }
  r <- first
  c <- other_column(r, 0)
  if (is.na(c)) return(NULL)
  walk <- matrix(c(r, c), 1)
  row_left <- rep(NA, nrow(parts))
  column_left <- rep(NA, ncol(parts))
  column_left[c] <- 1
  repeat {
    row_left[r] <- nrow(walk) + 1
    c <- other_column(r, c)
    walk <- rbind(walk, c(r, c))
    if (!is.na(column_left[c])) return(walk[column_left[c]:nrow(walk), , drop = FALSE])
    column_left[c] <- nrow(walk) + 1
    r <- other_row(c, r)
    walk <- rbind(walk, c(r, c))
    if (!is.na(row_left[r])) return(walk[row_left[r]:nrow(walk), , drop = FALSE])
  }
}

# Section 6: one block after the other. design: arms, ratio[[arm]], blocks, order_by.
permuted_blocks <- function(sample, design, stream_for) {
  weights <- weights_of(design)
  shares <- share_ratios(weights)
  slots <- rep(seq_along(weights), weights)
  strata <- units_by_stratum(sample)
  allocation <- empty_allocation(nrow(sample))
  for (name in names(strata)) {
    below <- stream_for("permuted-blocks", name)
    units <- order_of_arrival(sample, strata[[name]], design, below)
    blocks <- list()
    reached <- 0
    while (reached < length(units)) {
      size <- design$blocks[below(length(design$blocks)) + 1]
      blocks[[length(blocks) + 1]] <- rep(slots, size / length(slots))[shuffle(size, below)]
      reached <- reached + size
    }
    arm <- unlist(blocks)[seq_along(units)]
    allocation <- place_units(allocation, units, arm, shares[, arm, drop = FALSE], seq_along(units))
  }
  allocation
}

# Section 6: balanced in every factor. design: arms, factors[[factor]][[level]] (arms).
factorial <- function(sample, design, stream_for) {
  arms <- design$arms
  strata <- units_by_stratum(sample)
  allocation <- empty_allocation(nrow(sample))
  for (name in names(strata)) {
    units <- strata[[name]]
    below <- stream_for("factorial", name)
    named <- list(arms)
    sizes <- length(units)
    for (levels in design$factors) {
      counts <- balanced_counts(sizes, rep(1, length(levels)), below)
      named <- unlist(lapply(named, function(of) lapply(levels, function(level) of[of %in% level])), recursive = FALSE)
      sizes <- as.vector(t(counts))
    }
    of_arm <- sizes[match(arms, unlist(named))]
    shares <- share_ratios(rep(1, length(arms)))
    allocation <- deal_units(allocation, units[shuffle(length(units), below)], of_arm, shares)
  }
  allocation
}

# Section 6: every unit by itself. design: arms, weights[[arm]] (a number, or the field that holds it).
case_probabilities <- function(sample, design, stream_for) {
  units <- units_of(sample)
  first <- vapply(units, function(rows) rows[1], 1L)
  weights <- vapply(design$weights[design$arms], function(weight) {
    if (is.numeric(weight)) rep(weight, length(first)) else known_numbers(sample, first, weight, design)
  }, numeric(length(first)))
  weights <- matrix(weights, nrow = length(first))
  total <- rowSums(weights)
  wrong <- apply(weights, 1, min) < 0 | total == 0
  if (any(wrong)) cannot_derive(paste("case", sample$case[first][wrong][1], "has weights without a sum or below 0"))
  below <- stream_for("case-probabilities", WHOLE_SAMPLE)
  arm <- vapply(seq_along(units), function(k) which(below(total[k]) < cumsum(weights[k, ]))[1], 1L)
  probabilities <- vapply(seq_along(units), function(k) ratio(weights[k, arm[k]], total[k]), numeric(2))
  place_units(empty_allocation(nrow(sample)), units, arm, probabilities, seq_along(units))
}

# Section 6: tuples of cases alike in baseline values. design: arms, ratio[[arm]], on.
matched_tuples <- function(sample, design, stream_for) {
  weights <- weights_of(design)
  shares <- share_ratios(weights)
  slots <- rep(seq_along(weights), weights)
  strata <- units_by_stratum(sample)
  allocation <- empty_allocation(nrow(sample))
  for (name in names(strata)) {
    units <- strata[[name]]
    below <- stream_for("matched-tuples", name)
    values <- lapply(design$on, function(field) known_numbers(sample, unlist(units), field, design))
    tuples <- tuples_of(lapply(values, function(column) 2 * rank(column)), length(slots))
    arm <- unlist(lapply(tuples, function(members) slots[shuffle(length(slots), below)][seq_along(members)]))
    allocation <- place_units(allocation, units[unlist(tuples)], arm, shares[, arm, drop = FALSE], seq_along(units))
  }
  allocation
}

# The case farthest from the middle with its nearest neighbours, again and again; of equals the first comes first.
tuples_of <- function(ranks, size) {
  cases <- length(ranks[[1]])
  from <- function(place, to) Reduce(`+`, lapply(seq_along(ranks), function(k) (ranks[[k]][place] - to[k])^2))
  far <- from(seq_len(cases), rep(cases + 1, length(ranks)))
  left <- seq_len(cases)
  tuples <- list()
  while (length(left) > 0) {
    start <- left[which.max(far[left])]
    left <- left[left != start]
    distance <- from(left, vapply(ranks, function(of) of[start], 0))
    members <- c(start, left[order(distance, method = "radix")][seq_len(min(size - 1, length(left)))])
    tuples[[length(tuples) + 1]] <- members
    left <- left[!left %in% members]
  }
  tuples
}

# Section 6: mostly to the arm that leaves least imbalance.
# design: arms, ratio[[arm]], factors (field, weight), imbalance, probability, order_by.
minimisation <- function(sample, design, stream_for) {
  weights <- weights_of(design)
  slots <- rep(seq_along(weights), weights)
  below <- stream_for("minimisation", WHOLE_SAMPLE)
  coin <- ratio(round(as.numeric(design$probability) * 1e6), 1e6)
  units <- order_of_arrival(sample, units_of(sample), design, below)
  level_of <- vapply(design$factors, function(factor) {
    paste0(factor$field, "=", cells(sample, seq_len(nrow(sample)), factor$field, design))
  }, character(nrow(sample)))
  levels <- unique(as.vector(level_of))
  level_of <- matrix(match(level_of, levels), nrow = nrow(sample))
  weight <- vapply(design$factors, function(factor) as.numeric(factor$weight), 0)
  tally <- matrix(0, length(levels), length(slots))
  of_range <- design$imbalance == "range"
  imbalance <- function(n) if (of_range) max(n) - min(n) else length(n) * sum(n^2) - sum(n)^2

  arm <- integer(length(units))
  for (k in seq_along(units)) {
    own <- level_of[units[[k]], , drop = FALSE]
    touched <- unique(as.vector(own))
    cases <- tabulate(match(own, touched), length(touched))
    counts_as <- weight[col(own)][match(touched, own)]
    after <- vapply(seq_along(slots), function(slot) {
      counts <- tally[touched, , drop = FALSE]
      counts[, slot] <- counts[, slot] + cases
      sum(counts_as * apply(counts, 1, imbalance))
    }, 0)
    preferred <- which(after == min(after))
    others <- which(after > min(after))
    chosen <- if (length(others) == 0 || below(coin[2]) < coin[1]) preferred else others
    slot <- chosen[below(length(chosen)) + 1]
    tally[touched, slot] <- tally[touched, slot] + cases
    arm[k] <- slots[slot]
  }
  shares <- share_ratios(weights)
  place_units(empty_allocation(nrow(sample)), units, arm, shares[, arm, drop = FALSE], seq_along(units))
}

# Section 6: stratified draws until one is balanced. design: arms, ratio[[arm]], misfits, on, largest_difference, most_draws.
rerandomised <- function(sample, design, stream_for) {
  columns <- lapply(design$on, function(field) known_numbers(sample, seq_len(nrow(sample)), field, design))
  for (draw in seq_len(design$most_draws)) {
    allocation <- stratified(sample, design, function(purpose, name) stream_for(paste("draw", draw, purpose), name))
    limit <- as.numeric(design$largest_difference)
    if (all(vapply(columns, is_balanced, TRUE, arm = allocation$arm, limit = limit))) return(allocation)
  }
  cannot_derive(paste("none of", design$most_draws, "draws is balanced"))
}

# Whether no two arms differ in the mean by more than `limit` standard deviations of the whole. Doubles cannot tell on
# which side of the limit a difference lies that is within their rounding of it.
is_balanced <- function(values, arm, limit) {
  n <- length(values)
  if (n < 2) return(TRUE)
  # Whole numbers, around the middle so that their sums stay exact.
  values <- values - round(mean(values))
  largest <- limit * sqrt(max(0, sum(values^2) - sum(values)^2 / n) / (n - 1))
  sums <- tapply(values, arm, sum)
  range <- diff(range(sums / tapply(values, arm, length)))
  if (largest > 0 && abs(range - largest) <= 1e-9 * (largest + max(abs(values)))) {
    cannot_check("Two arms differ by just the limit, too close for R's numbers: use 04-verify.py.")
  }
  range <= largest
}

METHODS <- list(
  "fixed-counts 1" = fixed_counts,
  "complete 1" = complete,
  "stratified 1" = stratified,
  "permuted-blocks 1" = permuted_blocks,
  "factorial 1" = factorial,
  "case-probabilities 1" = case_probabilities,
  "matched-tuples 1" = matched_tuples,
  "minimisation 1" = minimisation,
  "rerandomised 1" = rerandomised
)

method_of <- function(name, version) {
  key <- paste(name, version)
  if (!key %in% names(METHODS)) cannot_check(
    "This script knows ", paste(sub(" ", " version ", names(METHODS)), collapse = ", "), ", not ", name, " version ",
    version, ": export it again by the Equipoise that drew."
  )
  METHODS[[key]]
}

# ---- Files

read_bytes <- function(path) {
  if (file.access(path, mode = 4) != 0) {
    cannot_check(path, " cannot be read. Put this script into the run folder, beside it.")
  }
  readBin(path, "raw", file.size(path))
}

# The rows of a CSV file as a data frame of texts.
read_rows <- function(name, path, columns) {
  not_ours <- function(fault) {
    cannot_check(name, " is not the CSV file that Equipoise wrote (", fault, "). Restore the file.")
  }
  rows <- tryCatch(
    read.csv(
      path, colClasses = "character", na.strings = character(0), encoding = "UTF-8", check.names = FALSE, fill = FALSE,
      row.names = NULL
    ),
    error = function(problem) not_ours(conditionMessage(problem))
  )
  missing <- setdiff(columns, names(rows))
  if (length(missing) > 0) not_ours(paste("no column", missing[1]))
  rows
}

# ---- Comparison

SAMPLE_COLUMNS <- c("case", "stratum", "cluster")
EXACT_COLUMNS <- c(
  "stratum", "cluster", "arm", "probability_numerator", "probability_denominator", "position", "linked"
)
ALLOCATION_COLUMNS <- c("case", EXACT_COLUMNS, "probability")

# The rows of 04-allocation.csv as texts, without the decimal probability.
derived_rows <- function(sample, allocation, arms) {
  data.frame(
    stratum = sample$stratum,
    cluster = sample$cluster,
    arm = arms[allocation$arm],
    probability_numerator = whole(allocation$numerator),
    probability_denominator = whole(allocation$denominator),
    position = whole(allocation$position),
    linked = ifelse(allocation$linked, "true", "false"),
    stringsAsFactors = FALSE
  )
}

# Lines that name what differs, in the order of the sample.
differences <- function(sample, recorded, derived) {
  times <- tabulate(match(recorded$case, sample$case), nrow(sample))
  row <- match(sample$case, recorded$case)
  lines <- list(ifelse(
    times == 1, NA, paste0("case ", sample$case, ": ", times, " times in 04-allocation.csv, derived once")
  ))
  named <- function(column, found, expected, same) ifelse(
    times != 1 | same, NA,
    paste0("case ", sample$case, ": ", column, " is recorded as \"", found, "\", derived as \"", expected, "\"")
  )
  for (column in EXACT_COLUMNS) {
    found <- recorded[[column]][row]
    lines[[column]] <- named(column, found, derived[[column]], found == derived[[column]])
  }
  found <- recorded$probability[row]
  probability <- as.numeric(derived$probability_numerator) / as.numeric(derived$probability_denominator)
  # Wide enough for how R reads decimals, and far below any change that would matter.
  near <- abs(suppressWarnings(as.numeric(found)) - probability) < 1e-12
  ratios <- paste0(derived$probability_numerator, "/", derived$probability_denominator)
  lines$probability <- named("probability", found, ratios, near %in% TRUE)
  by_case <- as.vector(do.call(rbind, lines))
  strange <- unique(recorded$case[!recorded$case %in% sample$case])
  c(
    by_case[!is.na(by_case)],
    if (length(strange) > 0) paste0("case ", strange, ": in 04-allocation.csv and not in 03-sample.csv")
  )
}

arms_that_agree <- function(sample, recorded, derived) {
  times <- tabulate(match(recorded$case, sample$case), nrow(sample))
  sum(times == 1 & recorded$arm[match(sample$case, recorded$case)] == derived$arm, na.rm = TRUE)
}

# Prints what differs and how many arms agree; gives the exit status.
verify <- function(folder) {
  if (!requireNamespace("digest", quietly = TRUE)) cannot_check(
    "The package digest is missing: install.packages(\"digest\"), on Debian and Ubuntu apt-get install r-cran-digest."
  )
  if (RUN$stream != 1) cannot_check("This script knows version 1 of the random stream, not ", RUN$stream, ".")
  method <- method_of(RUN$algorithm$name, RUN$algorithm$version)
  files <- names(RUN$files)
  hashes <- vapply(file.path(folder, files), function(path) sha256(read_bytes(path)), "")
  columns <- c(SAMPLE_COLUMNS, vapply(RUN$design$fields, function(field) field$column, ""))
  sample <- read_rows("03-sample.csv", file.path(folder, "03-sample.csv"), columns)
  sample <- sample[order(sample$case, method = "radix"), ]
  recorded <- read_rows("04-allocation.csv", file.path(folder, "04-allocation.csv"), ALLOCATION_COLUMNS)

  changed <- hashes != unlist(RUN$files)
  found <- paste0(
    files, " is not the file that was recorded: its SHA-256 begins ", substr(hashes, 1, 16), ", recorded ",
    substr(unlist(RUN$files), 1, 16)
  )[changed]
  agreeing <- 0
  tryCatch({
    repeated <- sample$case[duplicated(sample$case)]
    if (length(repeated) > 0) cannot_derive(paste("case", repeated[1], "is more than once in 03-sample.csv"))
    allocation <- method(sample, RUN$design, streams_of(RUN$seed))
    derived <- derived_rows(sample, allocation, RUN$design$arms)
    found <- c(found, differences(sample, recorded, derived))
    agreeing <- arms_that_agree(sample, recorded, derived)
  }, cannot_derive = function(problem) {
    found <<- c(found, paste0("No allocation can be derived: ", conditionMessage(problem)))
  })

  shown <- found[seq_len(min(SHOWN, length(found)))]
  more <- length(found) - length(shown)
  writeLines(c(
    RUN$notice,
    shown,
    if (more > 0) paste("and", more, "more differences"),
    paste0(
      agreeing, " of ", nrow(sample), " arms agree", if (length(found) > 0) paste0("; differences: ", length(found))
    )
  ))
  if (length(found) > 0) 1 else 0
}

# Rscript names the script's file; there a blank in the path is written ~+~.
own_folder <- function() {
  file <- grep("^--file=", commandArgs(), value = TRUE)
  if (length(file) == 0) "." else dirname(gsub("~+~", " ", sub("^--file=", "", file[1]), fixed = TRUE))
}

if (!is.null(RUN)) {
  status <- tryCatch(verify(own_folder()), error = function(problem) {
    message(conditionMessage(problem))
    2
  })
  if (!interactive()) quit(save = "no", status = status)
}
