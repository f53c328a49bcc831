package io.tidemark.stream.assess;

import io.tidemark.profile.decision.Verdict;
import io.tidemark.stream.assess.Assessment.Evidence;

/** The verdict on one subject of a window, and what it rests on. */
public record Ruling(String subject, Verdict verdict, Evidence evidence) {}
