package io.tidemark.load.speed;

/** Something that reads the inference logs of a {@link SpeedTrack} from their beginning. */
interface Contestant {
    /** As it is called in results. */
    String name();

    /** Starts one run over all records, with nothing left of the runs before. */
    Run start(SpeedTrack track);

    /** A run; closing it ends it. */
    interface Run extends AutoCloseable {
        /** How many records it is through with. */
        double done();

        @Override
        void close();
    }
}
