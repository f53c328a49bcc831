package io.tidemark.load.faults;

import io.tidemark.standalone.registry.EmbeddedRegistryServer;
import java.net.URI;
import java.util.UUID;

/** A registry that processes reach over HTTP; it can be stopped, and comes back with its schemas at the same address. */
final class RegistryServer implements AutoCloseable {
    private final String scope = UUID.randomUUID().toString();
    private EmbeddedRegistryServer server = EmbeddedRegistryServer.start(scope, 0);
    private final String url = server.url();

    String url() {
        return url;
    }

    /** Where this process reaches the same schemas, also while the server is stopped. */
    String urlWithin() {
        return "embedded:" + scope;
    }

    void stop() {
        server.close();
    }

    void startAgain() {
        server = EmbeddedRegistryServer.start(scope, URI.create(url).getPort());
    }

    @Override
    public void close() {
        server.close();
    }
}
