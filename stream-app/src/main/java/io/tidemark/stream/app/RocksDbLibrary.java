package io.tidemark.stream.app;

import org.rocksdb.RocksDB;

/** RocksDB's native library, which it unpacks and loads when it is first used. */
final class RocksDbLibrary {
    private RocksDbLibrary() {}

    /** @throws StartException if it can't be loaded */
    static void load() {
        load(RocksDB::loadLibrary);
    }

    static void load(Runnable library) {
        try {
            library.run();
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            throw new StartException(
                    "RocksDB's native library can't be loaded: " + rootOf(e).getMessage()
                            + "; it is unpacked to the folder that ROCKSDB_SHAREDLIB_DIR names, else to java.io.tmpdir ("
                            + System.getProperty("java.io.tmpdir")
                            + "), which has to be writable and to allow execution",
                    e);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }
}
