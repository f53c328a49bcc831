package io.tidemark.load.scorecard.stream;

import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import java.util.random.RandomGenerator;

/** Draws the rows of one stream into a reused event. Allocates nothing per row. Not thread-safe. */
public final class RowSource {
    /** The tag by which a segmented stream's rows are told apart. */
    public static final String TAG = "tenant";

    /** The one segment that drifts where not all do. */
    public static final String DRIFTING_TENANT = "t3";

    private static final int TENANTS = 10;
    private static final String[] TENANT_NAMES = tenantNames();

    private final boolean segmented;
    private final Drift drift;
    private final RandomGenerator random;
    private final int[] nameIds = new int[Family.FEATURES];
    private final Shape[] shapes = new Shape[Family.FEATURES];

    /** @param names takes the features' names */
    public RowSource(Family family, boolean segmented, Drift drift, NameDictionary names, RandomGenerator random) {
        this.segmented = segmented;
        this.drift = drift;
        this.random = random;
        for (int i = 0; i < nameIds.length; i++) {
            nameIds[i] = names.idOf(Family.featureName(i));
            shapes[i] = family.shape(i);
        }
    }

    /** Rows without drift. */
    public static RowSource quiet(Family family, boolean segmented, NameDictionary names, RandomGenerator random) {
        return new RowSource(family, segmented, Drift.NONE, names, random);
    }

    /**
     * Adds the next row's values to {@code event}, which must have none.
     *
     * @param row of the window: tenants take turns
     * @param elapsed windows since the onset of the drift
     */
    public void fill(EventBuffer event, long row, double elapsed) {
        boolean drifts = true;
        if (segmented) {
            String tenant = TENANT_NAMES[(int) (row % TENANTS)];
            event.addTag(TAG, tenant);
            drifts = !drift.oneSegment() || tenant.equals(DRIFTING_TENANT);
        }
        int affected = drifts ? drift.features() : 0;
        for (int i = 0; i < affected; i++) {
            drift.change().add(event, nameIds[i], shapes[i], random, elapsed);
        }
        for (int i = affected; i < nameIds.length; i++) {
            addValue(event, nameIds[i], shapes[i], random);
        }
    }

    static void addValue(EventBuffer event, int nameId, Shape shape, RandomGenerator random) {
        if (shape == Shape.CATEGORY) {
            event.addText(nameId, Shape.categoryName(Shape.category(random)));
        } else {
            event.addNumber(nameId, shape.number(random));
        }
    }

    private static String[] tenantNames() {
        String[] names = new String[TENANTS];
        for (int i = 0; i < TENANTS; i++) {
            names[i] = "t" + i;
        }
        return names;
    }
}
