# Makes survival.json: times to an event with ties, censoring and a competing end, of three arms in two strata, and what the
# packages survival (survfit, survdiff, coxph) and etm (etmCIF, whose variance is of Greenwood's kind) make of them.
# Run with: Rscript survival.R > survival.json
suppressMessages({ library(survival); library(etm) })
num <- function(x) ifelse(is.finite(x), format(x, digits = 17, trim = TRUE), "null")
object <- function(...) { p <- list(...); paste0("{", paste0('"', names(p), '": ', unlist(p), collapse = ", "), "}") }
array <- function(x) paste0("[", paste(num(x), collapse = ", "), "]")
objects <- function(x) paste0("[\n", paste(unlist(x), collapse = ",\n"), "]")
text <- function(x) paste0("[", paste0('"', x, '"', collapse = ", "), "]")

seed <- 2025
draw <- function() { seed <<- (seed * 16807) %% 2147483647; seed / 2147483647 } # Lehmer generator, not R's own

# Waits grow by arm, events bunch on few days, some cases are written off, some are followed to day 40 only.
make <- function(n, days, competing) {
  do.call(rbind, lapply(seq_len(n), function(i) {
    arm <- c("called", "letter", "control")[1 + i %% 3]; stratum <- c("old", "new")[1 + (i %/% 3) %% 2]
    rate <- c(called = 0.035, letter = 0.025, control = 0.02)[[arm]] * c(old = 1, new = 1.6)[[stratum]]
    event <- ceiling(-log(draw()) / rate); other <- if (competing) ceiling(-log(draw()) / 0.012) else Inf
    last <- if (draw() < 0.3) ceiling(40 * draw()) else days
    day <- min(event, other, last)
    end <- if (event == day) "event" else if (other == day) "written_off" else "censored"
    data.frame(arm, stratum, day, end)
  }))
}

shares <- function(d, day) objects(lapply(c("called", "letter", "control"), function(a) {
  one <- d[d$arm == a, ]
  fit <- survfit(Surv(day, end == "event") ~ 1, data = one, conf.type = "log-log")
  at <- summary(fit, times = day); mean <- summary(fit, rmean = day)$table
  object(arm = paste0('"', a, '"'), share = num(1 - at$surv), se = num(at$std.err), lower = num(1 - at$upper), upper = num(1 - at$lower),
    atRisk = num(at$n.risk), mean = num(mean[["rmean"]]), meanSe = num(mean[["se(rmean)"]]))
}))

incidences <- function(d, day) objects(lapply(c("called", "letter", "control"), function(a) {
  one <- d[d$arm == a, ]
  one$cause <- match(one$end, c("censored", "event", "written_off")) - 1
  fit <- etmCIF(Surv(day, cause != 0) ~ 1, data = one, etype = cause, failcode = 1)[[1]]
  of <- function(cause) { # the state on the day and its variance, on the last time up to it
    name <- paste("0", cause); at <- max(which(fit$time <= day))
    c(fit$est["0", as.character(cause), at], fit$cov[name, name, at])
  }
  event <- of(1); off <- of(2)
  object(arm = paste0('"', a, '"'), share = num(event[1]), variance = num(event[2]), writtenOff = num(off[1]), writtenOffVariance = num(off[2]))
}))

logrank <- function(formula, d) {
  fit <- survdiff(formula, data = d)
  sums <- function(x) if (is.matrix(x)) rowSums(x) else x
  object(statistic = num(fit$chisq), observed = array(sums(fit$obs)), expected = array(sums(fit$exp)), variance = array(c(fit$var)))
}
cox <- function(formula, d, a) {
  two <- d[d$arm %in% c(a, "control"), ]; two$treated <- as.numeric(two$arm == a)
  fit <- coxph(formula, data = two, ties = "efron", control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 100))
  object(arm = paste0('"', a, '"'), log = num(unname(coef(fit))), se = num(sqrt(fit$var[1, 1])))
}

sets <- list(list("ties", make(180, 60, FALSE), c(7, 30, 60)), list("competing", make(240, 60, TRUE), c(10, 45, 60)))
cat("{\n\"origin\": \"survival.R, ", R.version.string, ", survival ", as.character(packageVersion("survival")), ", etm ", as.character(packageVersion("etm")), "\",\n\"sets\": ", sep = "")
cat(objects(lapply(sets, function(s) {
  d <- s[[2]]; d$arm <- factor(d$arm, levels = c("called", "letter", "control"))
  object(id = paste0('"', s[[1]], '"'), arm = text(d$arm), stratum = text(d$stratum), day = array(d$day), end = text(d$end),
    days = objects(lapply(s[[3]], function(t) object(day = num(t),
      shares = if (s[[1]] == "ties") shares(d, t) else "[]", incidences = if (s[[1]] == "competing") incidences(d, t) else "[]"))),
    logRank = logrank(Surv(day, end == "event") ~ arm, d), stratified = logrank(Surv(day, end == "event") ~ arm + strata(stratum), d),
    cox = objects(lapply(c("called", "letter"), function(a) cox(Surv(day, end == "event") ~ treated, d, a))),
    coxStrata = objects(lapply(c("called", "letter"), function(a) cox(Surv(day, end == "event") ~ treated + strata(stratum), d, a))))
})), "\n}\n", sep = "")
