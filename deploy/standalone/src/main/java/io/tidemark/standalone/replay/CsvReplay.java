package io.tidemark.standalone.replay;

import io.tidemark.profile.csv.BadRowException;
import io.tidemark.profile.csv.CsvRow;
import io.tidemark.profile.csv.CsvRows;
import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plays a table row by row: each inference when it is due, and each truth when the event time has come at which it became known. What
 * is known only after the last inference is sent at the end, without waiting for it.
 *
 * <p>Rows must be in order of time for the speed to mean anything; nothing is lost where they are not. For one thread.
 */
public final class CsvReplay {

    /** Rows from which the features' types are guessed. */
    public static final int HEAD_ROWS = 1_000;

    private final CsvRows file;
    private final boolean skipBadRows;
    private final long limit;
    private final InstantSource clock;
    private final PendingTruths<GroundTruth> pending = new PendingTruths<>();
    private long rows;
    private long rowsWithoutTruth;
    private long truthsAhead;
    private long skipped;

    /**
     * @param skipBadRows whether to leave out and count rows that can't be used, instead of stopping at the first
     * @param limit how many rows to play at most
     */
    public CsvReplay(CsvRows file, boolean skipBadRows, long limit, InstantSource clock) {
        this.file = file;
        this.skipBadRows = skipBadRows;
        this.limit = limit;
        this.clock = clock;
    }

    /** The first rows of the file; they are played first, when {@link #play} gets them back. */
    public List<CsvRow> head() {
        List<CsvRow> head = new ArrayList<>();
        while (head.size() < HEAD_ROWS) {
            Optional<CsvRow> row = nextRow();
            if (row.isEmpty()) {
                break;
            }
            head.add(row.get());
        }
        return head;
    }

    /**
     * Plays the head and then the rest of the file.
     *
     * @param watcher called after every row
     * @throws BadRowException at the first row that can't be used, unless those are skipped
     * @throws io.tidemark.profile.csv.CsvException if the file can't be read on
     */
    public void play(List<CsvRow> head, RowMapper mapper, Pacer pacer, ReplaySink sink, Runnable watcher)
            throws InterruptedException {
        for (CsvRow row : head) {
            if (rows >= limit) {
                break;
            }
            play(row, mapper, pacer, sink);
            watcher.run();
        }
        while (rows < limit) {
            Optional<CsvRow> row = nextRow();
            if (row.isEmpty()) {
                break;
            }
            play(row.get(), mapper, pacer, sink);
            watcher.run();
        }
        sendTheRest(sink);
        sink.flush();
    }

    private void play(CsvRow row, RowMapper mapper, Pacer pacer, ReplaySink sink) throws InterruptedException {
        InferenceEvent event;
        Optional<GroundTruth> truth;
        try {
            event = mapper.event(row);
            truth = mapper.groundTruth(row, event);
        } catch (BadRowException e) {
            skipOrThrow(e);
            return;
        }
        sendTruthsKnownBy(event.getEventTime(), pacer, sink);
        pacer.await(event.getEventTime());
        sink.send(event);
        truth.ifPresentOrElse(known -> pending.add(known.getEventTime(), known), () -> rowsWithoutTruth++);
        rows++;
    }

    private void sendTruthsKnownBy(Instant time, Pacer pacer, ReplaySink sink) throws InterruptedException {
        Optional<GroundTruth> known = pending.takeKnownBy(time);
        while (known.isPresent()) {
            pacer.await(known.get().getEventTime());
            sink.send(known.get());
            known = pending.takeKnownBy(time);
        }
    }

    private void sendTheRest(ReplaySink sink) {
        Instant now = clock.instant();
        for (Optional<GroundTruth> rest = pending.take(); rest.isPresent(); rest = pending.take()) {
            truthsAhead += rest.get().getEventTime().isAfter(now) ? 1 : 0;
            sink.send(rest.get());
        }
    }

    private Optional<CsvRow> nextRow() {
        while (true) {
            try {
                return file.next() ? Optional.of(file.row()) : Optional.empty();
            } catch (BadRowException e) {
                skipOrThrow(e);
            }
        }
    }

    private void skipOrThrow(BadRowException e) {
        if (!skipBadRows) {
            throw e;
        }
        skipped++;
    }

    /** Rows played so far. */
    public long rows() {
        return rows;
    }

    /** Rows played so far of which the table doesn't say what turned out to be true. */
    public long rowsWithoutTruth() {
        return rowsWithoutTruth;
    }

    /** Truths that were sent although they become known in the future only, by the clock. */
    public long truthsAhead() {
        return truthsAhead;
    }

    /** Rows left out because they can't be used. */
    public long skipped() {
        return skipped;
    }
}
