package io.tidemark.stream.window;

import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.event.NameDictionary;

/** What all panes of a partition share. */
record ProfilerParts(Monitors monitors, NameDictionary names, ProfilerLimits limits, ProfilerHeap heap) {}
