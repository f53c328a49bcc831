package io.tidemark.standalone.advice;

import java.time.Duration;
import java.util.Optional;

/**
 * How well a setting notices a drift in one feature.
 *
 * @param features share of the features in which it is noticed at all
 * @param delay how long that takes on average, from the beginning of a window to when an episode opens, in the middle one of the features; empty
 *     where in half of them or more it is never noticed
 */
public record Noticed(double features, Optional<Duration> delay) {}
