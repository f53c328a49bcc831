package io.tidemark.load.process;

import io.tidemark.standalone.registry.EmbeddedRegistryServer;
import java.net.URI;
import java.util.UUID;

/** A registry that processes reach over HTTP; it can be stopped, and comes back with its schemas at the same address. */
public final class RegistryServer implements AutoCloseable {
    private final String scope = UUID.randomUUID().toString();
    private EmbeddedRegistryServer server = EmbeddedRegistryServer.start(scope, 0);
    private final String url = server.url();

    public String url() {
        return url;
    }

    /** Where this process reaches the same schemas, also while the server is stopped. */
    public String urlWithin() {
        return "embedded:" + scope;
    }

    public void stop() {
        server.close();
    }

    public void startAgain() {
        server = EmbeddedRegistryServer.start(scope, URI.create(url).getPort());
    }

    @Override
    public void close() {
        server.close();
    }
}
