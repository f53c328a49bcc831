package io.tidemark.load.scorecard.trial;

import io.tidemark.load.scorecard.stream.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Trials that run in a copy of the code of their own, for the static generator of {@link
 * io.tidemark.load.scorecard.stream.SketchCoins}: two threads that shared it would take each other's coins, and no run would be like
 * another.
 *
 * <p>For one thread at a time.
 */
public final class IsolatedTrials implements AutoCloseable {
    private final URLClassLoader classes;
    private final UnaryOperator<byte[]> worker;

    private IsolatedTrials(URLClassLoader classes, UnaryOperator<byte[]> worker) {
        this.classes = classes;
        this.worker = worker;
    }

    /** Loads the classes once more. */
    public static IsolatedTrials open(Seeds seeds, int baselineRows) {
        URLClassLoader classes = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        try {
            Object worker = classes.loadClass(Worker.class.getName())
                    .getConstructor(long.class, int.class)
                    .newInstance(seeds.seed(), baselineRows);
            @SuppressWarnings("unchecked") // Worker is one, whoever loaded it
            UnaryOperator<byte[]> typed = (UnaryOperator<byte[]>) worker;
            return new IsolatedTrials(classes, typed);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the scorecard's classes can't be loaded a second time", e);
        }
    }

    private static URL[] classPath() {
        return List.of(System.getProperty("java.class.path").split(System.getProperty("path.separator"))).stream()
                .map(IsolatedTrials::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException("the class path has the entry " + entry, e);
        }
    }

    /** See {@link Trials#quiet}. */
    public QuietOutcome quiet(QuietCell cell, int replicate) {
        return (QuietOutcome) fromBytes(worker.apply(toBytes(new QuietRequest(cell, replicate))));
    }

    /** See {@link Trials#drift}. */
    public List<DriftOutcome> drift(List<DriftCell> cells, int replicate) {
        return ((DriftReply) fromBytes(worker.apply(toBytes(new DriftRequest(cells, replicate))))).outcomes();
    }

    @Override
    public void close() {
        try {
            classes.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private sealed interface Request extends Serializable {}

    private record QuietRequest(QuietCell cell, int replicate) implements Request {}

    private record DriftRequest(List<DriftCell> cells, int replicate) implements Request {}

    private record DriftReply(List<DriftOutcome> outcomes) implements Serializable {}

    /** The other end, in the copy: a class of the one side is unknown to the other, so only bytes go between. */
    public static final class Worker implements UnaryOperator<byte[]> {
        private final Trials trials;

        /** Called by name, from the other side. */
        public Worker(long seed, int baselineRows) {
            this.trials = new Trials(new Seeds(seed), baselineRows);
        }

        @Override
        public byte[] apply(byte[] request) {
            return toBytes(
                    switch ((Request) fromBytes(request)) {
                        case QuietRequest quiet -> trials.quiet(quiet.cell(), quiet.replicate());
                        case DriftRequest drift -> new DriftReply(trials.drift(drift.cells(), drift.replicate()));
                    });
        }
    }

    private static byte[] toBytes(Serializable value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Object fromBytes(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
