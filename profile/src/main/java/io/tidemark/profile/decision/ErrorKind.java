package io.tidemark.profile.decision;

import io.tidemark.profile.compare.Measurement;
import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.ErrorRateDetector.Alarm;
import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.Metric;
import io.tidemark.profile.performance.Truth;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is watched of a model's answers as their truth becomes known, and what is to be said of it. */
public enum ErrorKind {
    /** Of classes: how many are wrong. */
    WRONG_ANSWERS("$errorRate", Metric.ACCURACY, Statistic.ERROR_RATE) {
        @Override
        String inWords(double rate, long rows, String since) {
            return Figures.percent(rate) + " of " + Figures.of(rows) + " labels" + since
                    + " say that the answer was wrong";
        }

        @Override
        String allowedInWords(double rate) {
            return Figures.percent(rate) + " are allowed";
        }
    },
    /** Of numbers: how far off they are, in the unit of the answer. */
    ABSOLUTE_ERRORS("$absoluteError", Metric.MAE, Statistic.MAE) {
        @Override
        String inWords(double rate, long rows, String since) {
            return "by " + Figures.of(rows) + " labels" + since + " answers are off by " + Figures.of(rate)
                    + " on average";
        }

        @Override
        String allowedInWords(double rate) {
            return Figures.of(rate) + " is allowed";
        }
    };

    /** A rate so many times the allowed one is major. */
    private static final double MAJOR = 1.5;

    private static final double LARGEST_ERROR = 1e280;

    private final String subject;
    private final Metric metric;
    private final Statistic statistic;

    ErrorKind(String subject, Metric metric, Statistic statistic) {
        this.subject = subject;
        this.metric = metric;
        this.statistic = statistic;
    }

    /** What it is told of under. */
    public String subject() {
        return subject;
    }

    /** The metric whose limit says what is allowed. */
    public Metric metric() {
        return metric;
    }

    /** The kind that is told of under {@code subject}. */
    public static Optional<ErrorKind> of(String subject) {
        return Arrays.stream(values())
                .filter(kind -> kind.subject.equals(subject))
                .findFirst();
    }

    /** What is watched of answers such as this one. */
    public static ErrorKind of(Answer answer) {
        return switch (answer) {
            case Answer.OfClass _ -> WRONG_ANSWERS;
            case Answer.OfNumber _ -> ABSOLUTE_ERRORS;
        };
    }

    /**
     * How wrong an answer was: 1 or 0 of a class, the distance of a number, but no more than any number of rows can sum up.
     *
     * @throws IllegalArgumentException if the truth is of another kind than the answer
     */
    public static double errorOf(Answer answer, Truth truth) {
        return switch (answer) {
            case Answer.OfClass given
            when truth instanceof Truth.OfClass right -> given.label().equals(right.label()) ? 0 : 1;
            case Answer.OfNumber given
            when truth instanceof Truth.OfNumber right ->
                Math.min(Math.abs(given.value() - right.value()), LARGEST_ERROR);
            default -> throw new IllegalArgumentException(truth + " is not of the kind of " + answer);
        };
    }

    abstract String inWords(double rate, long rows, String since);

    abstract String allowedInWords(double rate);

    /** There are too many, or they are too large. */
    public Verdict tooMany(Alarm alarm, double allowedRate) {
        Severity severity = alarm.rate() >= MAJOR * allowedRate ? Severity.MAJOR : Severity.MINOR;
        double threshold = severity == Severity.MAJOR ? MAJOR * allowedRate : allowedRate;
        return new Verdict(
                severity,
                DriftKind.PERFORMANCE,
                List.of(new Finding(statistic, severity, new Measurement(alarm.rate(), 0, 0), threshold)),
                sentence(
                        alarm.rate(),
                        alarm.rows(),
                        " that became known since " + Instant.ofEpochMilli(alarm.sinceMs()),
                        allowedRate));
    }

    /**
     * There is no evidence of too many. Where the rate is above what is allowed, a rise that had been found lingers.
     *
     * @param errors how many of {@code rows} were wrong, or the sum of how far off they were
     */
    public Verdict none(long rows, double errors, double allowedRate) {
        double rate = rows == 0 ? 0 : errors / rows;
        return new Verdict(
                Severity.NONE,
                DriftKind.PERFORMANCE,
                List.of(),
                sentence(rate, rows, "", allowedRate),
                rate > allowedRate);
    }

    private String sentence(double rate, long rows, String since, double allowedRate) {
        return inWords(rate, rows, since) + "; " + allowedInWords(allowedRate);
    }
}
