# Reads the analysis set of a trial with its types, and prints what each column holds.
#
#     Rscript 06-import.R
#
# or, in an R session whose working folder is this one: source("06-import.R"), which leaves `analysis_set` there. Needs R
# 4.0 or later with nothing added.
#
# Categories are factors whose levels stand in the order of the protocol. Money is whole pence and yes or no of an
# outcome 1 or 0, both numeric, since R's integers end at 21 million pounds; dates are Date. NA is a missing value, and also an
# outcome that does not apply to the case: not_applicable(analysis_set, "column") tells which. The titles, units and levels are
# in COLUMNS.

# equipoise puts the columns here.
SET <- NULL

COLUMNS <- SET$columns

own_folder <- function() {
  file <- grep("^--file=", commandArgs(), value = TRUE)
  if (length(file) == 0) "." else dirname(gsub("~+~", " ", sub("^--file=", "", file[1]), fixed = TRUE))
}

# Text that a spreadsheet would run as a formula has an apostrophe before it in the file.
bare_text <- function(text) ifelse(grepl("^'+[=+@\t\r-]", text), substring(text, 2), text)

# The values of a column from its cells; NA where one is empty or the outcome does not apply.
typed <- function(column, cells) {
  cells[cells == ""] <- NA
  if (column$notApplicable != "") cells[cells == "NA"] <- NA
  values <- switch(column$type,
    text = bare_text(cells),
    category = factor(cells, levels = unlist(column$levels)),
    boolean = cells == "true",
    date = as.Date(cells),
    as.numeric(cells)
  )
  if (sum(is.na(values)) != sum(is.na(cells))) stop("column ", column$column, " holds what is no value of it")
  values
}

read_analysis_set <- function(path = file.path(own_folder(), SET$file)) {
  rows <- read.csv(path,
    colClasses = "character", na.strings = character(0), check.names = FALSE, encoding = "UTF-8", quote = "\""
  )
  names <- vapply(COLUMNS, function(column) column$column, "")
  if (!identical(colnames(rows), names)) stop(path, " has other columns than ", paste(names, collapse = ", "))
  set <- as.data.frame(lapply(seq_along(COLUMNS), function(i) typed(COLUMNS[[i]], rows[[i]])),
    col.names = names, optional = TRUE, stringsAsFactors = FALSE
  )
  attr(set, "not_applicable") <- lapply(setNames(seq_along(COLUMNS), names), function(i) {
    COLUMNS[[i]]$notApplicable != "" & rows[[i]] == "NA"
  })
  set
}

# For each case whether an outcome does not apply to it.
not_applicable <- function(set, column) attr(set, "not_applicable")[[column]]

# One line on a column: how many values, missing and not applicable, and the sum or the count of each level.
describe <- function(column, set) {
  values <- set[[column$column]]
  other <- sum(not_applicable(set, column$column))
  facts <- sprintf("%s: n %d, missing %d, not applicable %d", column$column, sum(!is.na(values)), sum(is.na(values)) - other, other)
  if (column$type %in% c("integer", "money")) {
    return(sprintf("%s, sum %.0f", facts, sum(values, na.rm = TRUE)))
  }
  if (column$type == "category") {
    counts <- table(values)
    return(paste0(facts, ", ", paste(names(counts), counts, collapse = ", ")))
  }
  facts
}

if (!is.null(SET)) {
  analysis_set <- read_analysis_set()
  if (!is.null(SET$notice)) cat(SET$notice, "\n", sep = "")
  for (column in COLUMNS) cat(describe(column, analysis_set), "\n", sep = "")
}
