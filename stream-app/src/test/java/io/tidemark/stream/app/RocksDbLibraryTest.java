package io.tidemark.stream.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RocksDbLibraryTest {
    /** What RocksDB throws where the folder can't be written. */
    @Test
    void shouldSayWhereTheLibraryCouldNotBeUnpacked() {
        assertThatThrownBy(() -> RocksDbLibrary.load(() -> {
                    throw new IllegalStateException(
                            "Unable to load the RocksDB shared library", new IOException("Read-only file system"));
                }))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("Read-only file system")
                .hasMessageContaining(System.getProperty("java.io.tmpdir"))
                .hasMessageContaining("ROCKSDB_SHAREDLIB_DIR");
    }

    /** What Java throws where the folder does not allow execution. */
    @Test
    void shouldSayWhyTheLibraryCouldNotBeLoaded() {
        assertThatThrownBy(() -> RocksDbLibrary.load(() -> {
                    throw new UnsatisfiedLinkError("failed to map segment from shared object");
                }))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("failed to map segment");
    }

    @Test
    void shouldLoadIt() {
        assertThatCode(RocksDbLibrary::load).doesNotThrowAnyException();
    }
}
