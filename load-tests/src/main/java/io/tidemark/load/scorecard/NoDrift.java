package io.tidemark.load.scorecard;

import io.tidemark.load.scorecard.estimate.EventRate;
import io.tidemark.load.scorecard.rule.Matching;
import io.tidemark.load.scorecard.rule.Rule;
import io.tidemark.load.scorecard.trial.QuietCell;
import io.tidemark.load.scorecard.trial.QuietOutcome;

/** One line of the table of streams without drift. */
public record NoDrift(QuietCell cell, QuietOutcome outcome) {

    public double weeks() {
        return (double) outcome.windows() / QuietCell.WINDOWS_PER_WEEK;
    }

    /** Episodes that Tidemark opened. */
    public EventRate falseEpisodes() {
        return new EventRate(outcome.episodes(), weeks());
    }

    /** Windows in which Tidemark saw drift. */
    public EventRate falseWindows() {
        return new EventRate(outcome.alarms(), weeks());
    }

    /** Windows in which a rule with its own threshold alarmed. */
    public EventRate falseWindows(Rule rule) {
        return new EventRate(Matching.exceeding(outcome.scores(rule), rule.threshold()), weeks());
    }

    /** Windows in which a rule that is matched so may alarm. */
    public int allowed(MatchLevel level) {
        return level.allowed(outcome.alarms(), weeks());
    }

    /** The threshold with which a rule alarms so often. */
    public double threshold(Rule rule, MatchLevel level) {
        return Matching.threshold(outcome.scores(rule), allowed(level));
    }
}
